#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/status/errors.h"
#include "okapi/metrics/v1/kpi_history.pb.h"
#include "okapi/metrics/v1/resources.pb.h"

// What a KPI remembers of its changes. Pure functions.
namespace okapi::metrics {

// Of more the oldest are forgotten.
inline constexpr int kChangesMax = 100;

// Who changes a KPI, and why; both may be empty.
struct ChangedBy {
  std::string author;
  std::string reason;
};

// INVALID_ARGUMENT when the author belongs to another organization than the KPI.
absl::Status CheckChangedBy(const std::string& kpi, const ChangedBy& by);

// Lets the KPI remember which of its fields differ from `before`; nothing if none does.
void NoteChange(const okapi::metrics::v1::Kpi& before, const ChangedBy& by, absl::Time now,
                okapi::metrics::v1::Kpi& kpi);

// What must hold for the changes of a history.
void CheckToldChanges(const okapi::metrics::v1::KpiHistory& history,
                      const okapi::metrics::v1::Kpi& kpi, absl::Time now,
                      status::FieldViolations& violations);

// The told ones come before its own.
void TakeToldChanges(const okapi::metrics::v1::KpiHistory& history, okapi::metrics::v1::Kpi& kpi);

}  // namespace okapi::metrics
