#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::metrics {

// How a KPI comes to be agreed upon, and to be given up. The rules are those of resources.proto.

// Whether two KPIs are the same but for what people call them, why they are there, and what is to
// be reached: then who has accepted the one has accepted the other.
bool SameDefinition(const okapi::metrics::v1::Kpi& a, const okapi::metrics::v1::Kpi& b);

// Sets the state of a KPI that is about to be stored, and takes back sign-offs of what has changed;
// `before` is null on creation. FAILED_PRECONDITION / INVALID_STATE for a change of a retired one.
absl::Status SettleState(const okapi::metrics::v1::Kpi* before, okapi::metrics::v1::Kpi& after);

// The member accepts the KPI; a repeated sign-off takes the place of the one before.
// INVALID_ARGUMENT when the member is not asked to, FAILED_PRECONDITION / INVALID_STATE when the
// KPI is retired.
absl::Status AddSignOff(const std::string& member, const std::string& comment, absl::Time now,
                        okapi::metrics::v1::Kpi& kpi);

}  // namespace okapi::metrics
