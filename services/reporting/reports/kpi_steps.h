#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "okapi/reporting/v1/number_explanation.pb.h"

namespace okapi::reporting {

// The ids of the KPIs that a formula names, each once, in the order of the names.
std::vector<std::string> OperandsOf(const std::string& formula);

// A target, or both ends of one that is a range: `4 to 6`. Another sign than `between` stands where
// what is told is shown in several languages.
std::string EndsText(double target, std::optional<double> max, absl::string_view between = " to ");
std::string EndsText(const okapi::metrics::v1::Target& target, absl::string_view between = " to ");
// Of the target of a number. Precondition: there is one.
std::string EndsText(const okapi::metrics::v1::KpiValue& number);

// How the number of the explanation is computed, with the numbers in place: `SUM of revenue: 31
// samples = 102765`, and for a target how it compares.
std::vector<std::string> StepsOf(const okapi::reporting::v1::KpiExplanation& explanation);

}  // namespace okapi::reporting
