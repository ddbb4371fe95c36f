#pragma once

#include <optional>

#include "absl/types/span.h"
#include "okapi/common/v1/calendar.pb.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "okapi/reporting/v1/resources.pb.h"

namespace okapi::reporting {

// Change from one number to the next as a fraction of the size of the former, so that up is always
// positive; nullopt from 0.
std::optional<double> ChangeOf(double from, double to);

// Where the row's numbers have been going. An open period has no say: it is not over.
okapi::reporting::v1::Trend TrendOf(const okapi::reporting::v1::ScorecardRow& row);

// Says of every row, the members of one dimension of the KPI, what it did to the change of the
// whole in the last period that is over. The shares are of the sum of the members' differences,
// which is the difference of the whole. `periods` are those of the cells.
void AddContributions(const okapi::metrics::v1::Kpi& kpi,
                      absl::Span<const okapi::common::v1::Period> periods,
                      absl::Span<okapi::reporting::v1::ScorecardRow> members);

// Sorts the members of one dimension by what they did, the largest difference either way first;
// those of which it is not known come last, as they were.
void RankByContribution(absl::Span<okapi::reporting::v1::ScorecardRow> members);

}  // namespace okapi::reporting
