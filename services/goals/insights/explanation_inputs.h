#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

// What went into a number, each with the version of where it comes from.
namespace okapi::goals {

// As explanations write a time: RFC 3339, in UTC.
std::string TimeText(absl::Time time);

// The caller adds number, text and time.
okapi::goals::v1::Explanation::Input& AddInput(const std::string& label, const std::string& source,
                                               const std::string& etag,
                                               okapi::goals::v1::Explanation& explanation);

// The current value, from the KPI, from the check-in that brought it, or from its parts, which are
// added too.
absl::Status AddValue(const GoalsStore& store, const storage::Reader& reader,
                      const okapi::goals::v1::KeyResult& key_result,
                      okapi::goals::v1::Explanation& explanation);

// What the key result says of its way: baseline and target, bounds, start date and curve.
void AddWay(const okapi::goals::v1::KeyResult& key_result,
            okapi::goals::v1::Explanation& explanation);

// The bounds of its guard, what was made out of them, and the KPI's value.
void AddGuard(const okapi::goals::v1::KeyResult& key_result,
              okapi::goals::v1::Explanation& explanation);

// The days of an objective's cycle, which decide what is expected.
absl::Status AddCycle(const GoalsStore& store, const storage::Reader& reader,
                      const okapi::goals::v1::Objective& objective,
                      okapi::goals::v1::Explanation& explanation);

// How the objective combines its parts, where it says so.
void AddCombination(const okapi::goals::v1::Objective& objective,
                    okapi::goals::v1::Explanation& explanation);

// The house rules of an objective's organization, as far as they judge by the profile.
absl::Status AddPolicy(const GoalsStore& store, const storage::Reader& reader,
                       const okapi::goals::v1::Objective& objective, const Timing& timing,
                       okapi::goals::v1::Explanation& explanation);

}  // namespace okapi::goals
