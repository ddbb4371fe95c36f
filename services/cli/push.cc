#include "services/cli/push.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cli/push_sender.h"
#include "services/cli/sample_file.h"

namespace okapi::cli {
namespace {

absl::StatusOr<std::unique_ptr<SampleFile>> OpenFile(const PushOptions& options) {
  absl::StatusOr<SampleMapping> mapping = ParseSampleMapping(options.mapping);
  if (!mapping.ok()) return mapping.status();
  return SampleFile::Open(options.path, *std::move(mapping));
}

}  // namespace

PushResult Push(const PushOptions& options, const std::shared_ptr<grpc::Channel>& metrics,
                const base::Clock& clock, std::FILE* progress_out) {
  PushResult result;
  absl::StatusOr<std::unique_ptr<SampleFile>> file = OpenFile(options);
  if (!file.ok()) {
    result.status = file.status();
    result.wrong_input = true;
    return result;
  }
  result.begun = true;
  PushSummary& summary = result.summary;
  summary.file = (*file)->name();
  summary.stream =
      options.stream.empty() ? absl::StrCat("file-", (*file)->fingerprint()) : options.stream;
  summary.rows = (*file)->rows();

  const auto stub = okapi::metrics::v1::MetricsService::NewStub(metrics);
  const absl::Time begin = clock.Now();
  {
    Progress progress(options.progress, progress_out, clock);
    PushSender sender(*stub, **file, {options.parent, summary.stream, options.retry}, clock,
                      progress, summary);
    result.status = sender.Run();
    result.wrong_input = !sender.file_error().ok();
  }
  summary.complete = result.status.ok();
  summary.empty_cells = (*file)->empty_cells();
  summary.elapsed = clock.Now() - begin;
  return result;
}

}  // namespace okapi::cli
