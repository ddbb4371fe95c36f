#pragma once

#include <string>

#include "okapi/reporting/v1/dashboard.pb.h"
#include "okapi/reporting/v1/snapshot.pb.h"
#include "services/cli/session/display_names.h"

// Reports that are kept together, as text for a terminal: dashboards and snapshots.
namespace okapi::cli {

// Everything that a dashboard shows, widget by widget.
std::string DashboardText(const okapi::reporting::v1::DashboardContent& content, bool colour,
                          const DisplayNames& names = {});
// What was seen, and when and why it was kept.
std::string SnapshotText(const okapi::reporting::v1::Snapshot& snapshot, bool colour,
                         const DisplayNames& names = {});
// What it is of and how much is in it, without the reports.
std::string SnapshotSummaryText(const okapi::reporting::v1::Snapshot& snapshot);
// What differs between what was seen and what is known now.
std::string SnapshotComparisonText(const okapi::reporting::v1::SnapshotComparison& comparison,
                                   bool colour);

}  // namespace okapi::cli
