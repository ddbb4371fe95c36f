#pragma once

#include "absl/types/span.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "okapi/reporting/v1/resources.pb.h"

namespace okapi::reporting {

// Where the row's numbers have been going. An open period has no say: it is not over.
okapi::reporting::v1::Trend TrendOf(const okapi::reporting::v1::ScorecardRow& row);

// Says of every row, the members of one dimension of the KPI, what it did to the change of the
// whole in the last period that is over. The shares are of the sum of the members' differences,
// which is the difference of the whole.
void AddContributions(const okapi::metrics::v1::Kpi& kpi,
                      absl::Span<okapi::reporting::v1::ScorecardRow> members);

// Sorts the members of one dimension by what they did, the largest difference either way first;
// those of which it is not known come last, as they were.
void RankByContribution(absl::Span<okapi::reporting::v1::ScorecardRow> members);

}  // namespace okapi::reporting
