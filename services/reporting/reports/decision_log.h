#pragma once

#include <string>
#include <vector>

#include "okapi/reporting/v1/decision.pb.h"

namespace okapi::reporting {

// What an organization decided, by time.
using DecisionLog = std::vector<okapi::reporting::v1::Decision>;

// A verdict in words: `worked partly: but only in the north`.
std::string WordsOf(const okapi::reporting::v1::Verdict& verdict);

}  // namespace okapi::reporting
