#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/storage/v1/records.pb.h"
#include "services/goals/numbers/dated_value.h"

// What key results come to of which another one is made: pure functions over the record.
namespace okapi::goals {

// Whether its value comes from a KPI or from other key results, and not from check-ins.
bool IsDriven(const okapi::goals::v1::KeyResult& key_result);

// Identifies of what a value is made, and how; what another source came to counts for nothing.
std::string SourceHash(const okapi::goals::v1::KeyResultSource& source);
// The same of whatever drives a key result; empty if nothing does.
std::string SourceHash(const okapi::goals::v1::KeyResult& key_result);

// Puts the values of the parts together, which are in the order of the source and say what value
// they have and whether it is stale. What is missing is left out.
okapi::storage::v1::CombinedValueRecord Combine(
    const okapi::goals::v1::KeyResultSource& source,
    absl::Span<const okapi::goals::v1::KeyResult> parts);

// What histories come to, which are in the order of the source and by time each: from a day on, the
// last value of every day on which one of them has one. Its time is that of the newest.
std::vector<DatedValue> CombineHistories(okapi::goals::v1::KeyResultSource::Combination combination,
                                         absl::Span<const absl::Span<const DatedValue>> parts,
                                         absl::CivilDay from, const absl::TimeZone& zone);

// Fills in what a key result tells of its parts: value, how many are missing or stale, and whether
// all are. Precondition: it has a key_result_source.
void ShowCombined(const okapi::storage::v1::CombinedValueRecord& combined,
                  okapi::goals::v1::KeyResult& key_result);

}  // namespace okapi::goals
