#pragma once

#include <vector>

#include "okapi/reporting/v1/dashboard.pb.h"
#include "okapi/reporting/v1/snapshot.pb.h"
#include "services/reporting/documents/records.h"

// Reports that somebody put together, as facts. A table of one line says what they are; another one
// comes before the tables of each report.
namespace okapi::reporting::documents {

// `widget`, `title`, `text` and `problem` come before each widget's report.
std::vector<Records> RecordsOf(const okapi::reporting::v1::DashboardContent& content,
                               const Names& names = {});

// `report`, counted from 1, and `kind` come before each report.
std::vector<Records> RecordsOf(const okapi::reporting::v1::Snapshot& snapshot,
                               const Names& names = {});

}  // namespace okapi::reporting::documents
