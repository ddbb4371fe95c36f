#include "services/cli/samples/push.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/cli/samples/push_sender.h"
#include "services/cli/samples/sample_file.h"

namespace okapi::cli {
namespace {

constexpr size_t kHashDigits = 12;
constexpr size_t kStreamNameMax = 200 - 1 - kHashDigits;

// At most 200 bytes, as StreamSamples takes.
std::string StreamId(const std::string& name, const std::string& fingerprint) {
  if (name.empty()) return absl::StrCat("file-", fingerprint);
  return absl::StrCat(name, "-", fingerprint.substr(0, kHashDigits));
}

// Of the printable characters that StreamSamples takes.
absl::Status CheckStreamName(const std::string& name) {
  const bool printable = std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isprint(static_cast<unsigned char>(c));
  });
  if (printable && name.size() <= kStreamNameMax) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--stream: must be printable ASCII, at most ", kStreamNameMax, " characters"));
}

absl::StatusOr<std::unique_ptr<SampleFile>> OpenFile(const PushOptions& options) {
  OKAPI_RETURN_IF_ERROR(CheckStreamName(options.stream));
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
  summary.stream = StreamId(options.stream, (*file)->fingerprint());
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
