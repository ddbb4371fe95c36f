#pragma once

#include <string>
#include <vector>

#include "okapi/reporting/v1/decision.pb.h"

namespace okapi::reporting {

// What an organization decided, by time.
using DecisionLog = std::vector<okapi::reporting::v1::Decision>;

// Whether the day to look back has come and nobody has judged.
bool IsDue(const okapi::reporting::v1::Decision& decision, const google::type::Date& today);

// A verdict in words: `worked partly: but only in the north`.
std::string WordsOf(const okapi::reporting::v1::Verdict& verdict);

}  // namespace okapi::reporting
