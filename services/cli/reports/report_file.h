#pragma once

#include <string>

#include "okapi/reporting/v1/export_service.pb.h"
#include "okapi/reporting/v1/report.pb.h"
#include "services/cli/session/command.h"
#include "services/cli/session/option_names.h"

namespace okapi::cli {

// Whether a file of this name can be exported to: it ends in .csv, .xlsx, .json, .html or .htm, and
// its folder is there. Empty if so, else what is wrong.
std::string CheckReportFile(const std::string& path);

// Writes a report, a dashboard or a snapshot, whichever `request` names as its source, to a file,
// whose ending says of which kind. What was there before stays until all of the new one has come.
int ExportReport(Session& session, okapi::reporting::v1::ExportReportRequest request,
                 const std::string& language, const std::string& path,
                 const OptionNames& options = {});
int ExportReport(Session& session, const okapi::reporting::v1::ReportQuestion& question,
                 const std::string& language, const std::string& path,
                 const OptionNames& options = {});

}  // namespace okapi::cli
