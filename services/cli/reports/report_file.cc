#include "services/cli/reports/report_file.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/convert.h"
#include "okapi/reporting/v1/export_service.grpc.pb.h"
#include "services/cli/files/whole_file.h"
#include "services/cli/session/message_text.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::ExportFormat;
using okapi::reporting::v1::ExportReportRequest;
using okapi::reporting::v1::ExportReportResponse;

constexpr char kPackage[] = "okapi.reporting.v1";

ExportFormat FormatOf(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension().string();
  if (ending == ".csv") return ExportFormat::CSV;
  if (ending == ".xlsx") return ExportFormat::XLSX;
  if (ending == ".json") return ExportFormat::JSON;
  if (ending == ".html" || ending == ".htm") return ExportFormat::HTML;
  return ExportFormat::EXPORT_FORMAT_UNSPECIFIED;
}

absl::Status Receive(Session& session, const ExportReportRequest& request, std::ostream& file) {
  auto stub =
      okapi::reporting::v1::ExportService::NewStub(session.connection().ChannelOf(kPackage));
  grpc::ClientContext context;
  session.connection().Introduce(request, context);
  const auto reader = stub->ExportReport(&context, request);
  ExportReportResponse piece;
  bool written = true;
  while (reader->Read(&piece)) {
    file.write(piece.data().data(), static_cast<std::streamsize>(piece.data().size()));
    written = written && file.good();
    if (!written) context.TryCancel();
  }
  const absl::Status status = status::FromGrpc(reader->Finish());
  return session.connection().Explain(kPackage, status);
}

}  // namespace

std::string CheckReportFile(const std::string& path) {
  if (FormatOf(path) == ExportFormat::EXPORT_FORMAT_UNSPECIFIED) {
    return absl::StrCat("'", path, "' must end in .csv, .xlsx, .json or .html");
  }
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  if (folder.empty() || std::filesystem::is_directory(folder, error)) return "";
  return absl::StrCat("'", path, "' cannot be written: there is no folder '", folder.string(), "'");
}

int ExportReport(Session& session, const okapi::reporting::v1::ReportQuestion& question,
                 const std::string& language, const std::string& path, const OptionNames& options) {
  ExportReportRequest request;
  *request.mutable_question() = question;
  return ExportReport(session, std::move(request), language, path, options);
}

int ExportReport(Session& session, ExportReportRequest request, const std::string& language,
                 const std::string& path, const OptionNames& options) {
  request.set_format(FormatOf(path));
  request.set_language_code(language);
  const absl::Status received =
      WriteWholeFile(path, [&](std::ostream& file) { return Receive(session, request, file); });
  if (!received.ok()) return ReportError(InOptions(received, options), *session.err);
  std::error_code error;
  *session.out << "wrote " << path << " (" << std::filesystem::file_size(path, error)
               << " bytes)\n";
  return kExitOk;
}

}  // namespace okapi::cli
