#include "services/reporting/export_file.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/api/resource_id.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/json_util.h"
#include "services/reporting/documents/csv_writer.h"
#include "services/reporting/documents/html_writer.h"
#include "services/reporting/documents/kept_documents.h"
#include "services/reporting/documents/kept_records.h"
#include "services/reporting/documents/records.h"
#include "services/reporting/documents/report_document.h"
#include "services/reporting/documents/xlsx_writer.h"
#include "services/reporting/reading/dashboard_reader.h"
#include "services/reporting/reading/names_reader.h"
#include "services/reporting/reading/report_questions.h"
#include "services/reporting/reports/insights.h"
#include "services/reporting/reports/question_subject.h"

namespace okapi::reporting {
namespace {

using google::protobuf::Message;
using okapi::reporting::v1::Dashboard;
using okapi::reporting::v1::ExportFormat;
using okapi::reporting::v1::ExportReportRequest;
using okapi::reporting::v1::Report;
using okapi::reporting::v1::Snapshot;

// `scorecard-acme-2025-12-31`: what it is, whose, and the day on which it was made.
std::string StemOf(const std::string& kind, const std::string& subject, absl::Time now) {
  return absl::StrCat(kind, "-", api::IdOf(subject), "-",
                      absl::FormatTime("%Y-%m-%d", now, absl::UTCTimeZone()));
}

absl::StatusOr<std::string> JsonOf(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  const auto written = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (written.ok()) return json;
  return absl::InternalError(absl::StrCat("the report has no JSON: ", written.ToString()));
}

// A report is told without the message around it, as its own RPC answers it.
absl::StatusOr<std::string> JsonOf(const Report& report) {
  const auto* set = report.GetReflection()->GetOneofFieldDescriptor(
      report, report.GetDescriptor()->FindOneofByName("report"));
  if (set == nullptr) return absl::InternalError("there is no report to export");
  return JsonOf(report.GetReflection()->GetMessage(report, set));
}

// `content` is a report, a dashboard or a snapshot; `organization` is whose, `stem` a name for it.
template <typename Content>
absl::StatusOr<ExportFile> FileOf(const Neighbours& neighbours, const std::string& organization,
                                  const ExportReportRequest& request, const Content& content,
                                  const std::string& stem) {
  // Programs that read JSON have the names of resources.
  if (request.format() == ExportFormat::JSON) {
    OKAPI_ASSIGN_OR_RETURN(std::string bytes, JsonOf(content));
    return ExportFile{std::move(bytes), "application/json", stem + ".json"};
  }
  const documents::Names names = ReadNames(neighbours, organization);
  if (request.format() == ExportFormat::CSV) {
    return ExportFile{documents::WriteCsv(documents::RecordsOf(content, names)),
                      "text/csv; charset=utf-8", stem + ".csv"};
  }
  const documents::Document document =
      documents::DocumentOf(content, request.language_code(), names);
  if (request.format() == ExportFormat::HTML) {
    return ExportFile{documents::WriteHtml(document), "text/html; charset=utf-8", stem + ".html"};
  }
  OKAPI_ASSIGN_OR_RETURN(std::string bytes, documents::WriteXlsx(document));
  return ExportFile{std::move(bytes),
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    stem + ".xlsx"};
}

}  // namespace

absl::Status CheckExportRequest(const ExportReportRequest& request) {
  status::FieldViolations violations;
  if (!request.has_question() && request.dashboard().empty() && request.snapshot().empty()) {
    violations.Add("source", "is required: `question`, `dashboard` or `snapshot`");
  }
  const auto check_name = [&](const char* field, const std::string& name,
                              const api::NamePattern& pattern) {
    if (name.empty() || pattern.Matches(name)) return;
    violations.Add(field,
                   absl::StrCat("'", name, "' is not a valid name: expected ", pattern.text()));
  };
  check_name("dashboard", request.dashboard(), api::PatternOf<Dashboard>());
  check_name("snapshot", request.snapshot(), api::PatternOf<Snapshot>());
  if (!okapi::reporting::v1::ExportFormat_IsValid(request.format()) ||
      request.format() == ExportFormat::EXPORT_FORMAT_UNSPECIFIED) {
    violations.Add("format", "must be CSV, XLSX, JSON or HTML");
  }
  if (!request.language_code().empty() && !KnowsLanguage(request.language_code())) {
    violations.Add("language_code", "must be `en` or `vi`");
  }
  return violations.ToStatus();
}

absl::StatusOr<ExportFile> MakeExportFile(const Neighbours& neighbours, const ReportingStore& store,
                                          const ExportReportRequest& request) {
  const absl::Time now = neighbours.runtime.clock.Now();
  if (request.has_question()) {
    const std::string subject = SubjectOf(request.question());
    OKAPI_ASSIGN_OR_RETURN(const Report report, ReadReport(neighbours, store, request.question()));
    return FileOf(neighbours, api::OrganizationOf(subject), request, report,
                  StemOf(KindOf(request.question()), subject, now));
  }
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, neighbours.runtime.journal.Read());
  if (request.has_dashboard()) {
    const std::string& name = request.dashboard();
    OKAPI_ASSIGN_OR_RETURN(const auto dashboard, store.dashboards.Get(*view.reader, name));
    return FileOf(neighbours, api::OrganizationOf(name), request,
                  ReadDashboardContent(neighbours, store, dashboard),
                  StemOf("dashboard", name, now));
  }
  const std::string& name = request.snapshot();
  OKAPI_ASSIGN_OR_RETURN(const Snapshot snapshot, store.snapshots.Get(*view.reader, name));
  return FileOf(neighbours, api::OrganizationOf(name), request, snapshot,
                StemOf("snapshot", name, now));
}

}  // namespace okapi::reporting
