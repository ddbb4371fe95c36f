#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "okapi/reporting/v1/export_service.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

struct ExportFile {
  std::string bytes;
  std::string media_type;
  std::string name;
};

// INVALID_ARGUMENT naming the fields that the annotations of the request cannot check.
absl::Status CheckExportRequest(const okapi::reporting::v1::ExportReportRequest& request);

// What was asked for, as a file. Blocks for some seconds. The request is a checked one.
absl::StatusOr<ExportFile> MakeExportFile(const Neighbours& neighbours, const ReportingStore& store,
                                          const okapi::reporting::v1::ExportReportRequest& request);

}  // namespace okapi::reporting
