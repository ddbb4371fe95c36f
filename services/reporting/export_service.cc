#include "services/reporting/export_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/rpc/call.h"
#include "common/rpc/limits.h"
#include "common/rpc/server_stream.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/json_util.h"
#include "services/reporting/documents/csv_writer.h"
#include "services/reporting/documents/html_writer.h"
#include "services/reporting/documents/records.h"
#include "services/reporting/documents/report_document.h"
#include "services/reporting/documents/xlsx_writer.h"
#include "services/reporting/reading/report_questions.h"
#include "services/reporting/reports/insights.h"
#include "services/reporting/reports/question_subject.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::ExportFormat;
using okapi::reporting::v1::ExportReportRequest;
using okapi::reporting::v1::ExportReportResponse;
using okapi::reporting::v1::Report;
using ExportStream = rpc::ServerStream<ExportReportResponse>;

constexpr size_t kPieceBytes = 64 << 10;
// So many pieces wait for a receiver; the rest waits in the file.
constexpr size_t kQueuedMax = 8;

struct File {
  std::string bytes;
  std::string media_type;
  std::string name;
};

// Sends a file piece by piece, as fast as the receiver takes them. Thread-safe.
class FileSender : public std::enable_shared_from_this<FileSender> {
 public:
  FileSender(File file, std::weak_ptr<ExportStream> stream)
      : file_(std::move(file)), stream_(std::move(stream)) {}

  void Send() OKAPI_EXCLUDES(mutex_) {
    const auto stream = stream_.lock();
    if (stream == nullptr) return;
    base::MutexLock lock(mutex_);
    while (!done_ && stream->queued() < kQueuedMax) {
      if (!stream->Send(Next())) return;
      done_ = at_ >= file_.bytes.size();
    }
    if (done_ && !std::exchange(closed_, true)) stream->Close(absl::OkStatus());
  }

 private:
  ExportReportResponse Next() OKAPI_REQUIRES(mutex_) {
    ExportReportResponse piece;
    if (at_ == 0) {
      piece.set_media_type(file_.media_type);
      piece.set_file_name(file_.name);
    }
    piece.set_data(file_.bytes.substr(at_, kPieceBytes));
    at_ += kPieceBytes;
    return piece;
  }

  const File file_;
  const std::weak_ptr<ExportStream> stream_;
  base::Mutex mutex_;
  size_t at_ OKAPI_GUARDED_BY(mutex_) = 0;
  bool done_ OKAPI_GUARDED_BY(mutex_) = false;
  bool closed_ OKAPI_GUARDED_BY(mutex_) = false;
};

std::string FileName(const ExportReportRequest& request, absl::Time now, const char* extension) {
  const std::string subject = SubjectOf(request.question());
  return absl::StrCat(KindOf(request.question()), "-", subject.substr(subject.rfind('/') + 1), "-",
                      absl::FormatTime("%Y-%m-%d", now, absl::UTCTimeZone()), ".", extension);
}

absl::StatusOr<std::string> JsonOf(const Report& report) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  const auto* descriptor = report.GetDescriptor();
  const auto* set =
      report.GetReflection()->GetOneofFieldDescriptor(report, descriptor->oneof_decl(0));
  if (set == nullptr) return absl::InternalError("there is no report to export");
  const auto written = google::protobuf::util::MessageToJsonString(
      report.GetReflection()->GetMessage(report, set), &json, options);
  if (written.ok()) return json;
  return absl::InternalError(absl::StrCat("the report has no JSON: ", written.ToString()));
}

absl::StatusOr<File> FileOf(const ExportReportRequest& request, const Report& report,
                            absl::Time now) {
  switch (request.format()) {
    case ExportFormat::CSV:
      return File{documents::WriteCsv(documents::RecordsOf(report)), "text/csv; charset=utf-8",
                  FileName(request, now, "csv")};
    case ExportFormat::XLSX: {
      OKAPI_ASSIGN_OR_RETURN(std::string bytes, documents::WriteXlsx(documents::DocumentOf(
                                                    report, request.language_code())));
      return File{std::move(bytes),
                  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                  FileName(request, now, "xlsx")};
    }
    case ExportFormat::JSON: {
      OKAPI_ASSIGN_OR_RETURN(std::string bytes, JsonOf(report));
      return File{std::move(bytes), "application/json", FileName(request, now, "json")};
    }
    case ExportFormat::HTML:
      return File{documents::WriteHtml(documents::DocumentOf(report, request.language_code())),
                  "text/html; charset=utf-8", FileName(request, now, "html")};
    default:
      return status::InvalidField("format", "must be CSV, XLSX, JSON or HTML");
  }
}

absl::Status CheckRequest(const ExportReportRequest& request) {
  status::FieldViolations violations;
  if (!okapi::reporting::v1::ExportFormat_IsValid(request.format()) ||
      request.format() == ExportFormat::EXPORT_FORMAT_UNSPECIFIED) {
    violations.Add("format", "must be CSV, XLSX, JSON or HTML");
  }
  if (!request.language_code().empty() && !KnowsLanguage(request.language_code())) {
    violations.Add("language_code", "must be `en` or `vi`");
  }
  return violations.ToStatus();
}

absl::StatusOr<File> MakeFile(const Neighbours& neighbours, const ReportingStore& store,
                              const ExportReportRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const Report report, ReadReport(neighbours, store, request.question()));
  return FileOf(request, report, neighbours.runtime.clock.Now());
}

}  // namespace

ExportService::ExportService(rpc::Runtime& runtime, const ReportingStore& store,
                             std::shared_ptr<const Neighbours> neighbours)
    : runtime_(runtime), store_(store), neighbours_(std::move(neighbours)) {}

ExportService::~ExportService() = default;

grpc::ServerWriteReactor<ExportReportResponse>* ExportService::ExportReport(
    grpc::CallbackServerContext* context, const ExportReportRequest* request) {
  auto stream = ExportStream::Create(runtime_);
  absl::Status admitted = rpc::Admit(*context, *request).status();
  if (admitted.ok()) admitted = CheckRequest(*request);
  if (!admitted.ok()) {
    stream->Close(admitted);
    return stream.get();
  }
  const bool queued = runtime_.executor.TrySchedule(
      [stream, &store = store_, neighbours = neighbours_, asked = *request] {
        if (stream->closed()) return;
        absl::StatusOr<File> file = MakeFile(*neighbours, store, asked);
        if (!file.ok()) {
          stream->Close(file.status());
          return;
        }
        auto sender = std::make_shared<FileSender>(*std::move(file), stream);
        stream->SetCallbacks([] {}, [sender] { sender->Send(); });
        sender->Send();
      });
  if (!queued) {
    stream->Close(rpc::TooManyCalls());
  }
  return stream.get();
}

}  // namespace okapi::reporting
