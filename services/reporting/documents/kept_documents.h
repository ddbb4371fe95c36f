#pragma once

#include <string>

#include "okapi/reporting/v1/dashboard.pb.h"
#include "okapi/reporting/v1/snapshot.pb.h"
#include "services/reporting/documents/document.h"
#include "services/reporting/documents/names.h"

// Reports that somebody put together, as one document: dashboards and snapshots. Languages as for
// single reports.
namespace okapi::reporting::documents {

// Everything that a dashboard shows, widget by widget, with what could not be had.
Document DocumentOf(const okapi::reporting::v1::DashboardContent& content,
                    const std::string& language, const Names& names = {});

// The reports as they were seen, behind when, by whom and why they were kept.
Document DocumentOf(const okapi::reporting::v1::Snapshot& snapshot, const std::string& language,
                    const Names& names = {});

}  // namespace okapi::reporting::documents
