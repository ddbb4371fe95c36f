#pragma once

#include <optional>
#include <string>

#include "okapi/reporting/v1/alert.pb.h"
#include "services/reporting/alerts/observations.h"

namespace okapi::reporting {

// What a rule's condition says at one moment.
struct ConditionReading {
  // Whether what it looks at was heard just now: its number, or that it has none.
  bool heard = false;
  // Whether there is anything to judge. Without it an alert neither fires nor ends.
  bool known = false;
  bool holds = false;
  std::string display_name;
  std::optional<double> value;
  okapi::common::v1::Unit unit;
  okapi::common::v1::Status status = okapi::common::v1::STATUS_UNSPECIFIED;
  // What is wrong, while it holds.
  std::string message;
  // Of what was heard: why it cannot ever hold; empty if nothing is wrong.
  std::string problem;
  // How it stands once it is over; empty where that says nothing.
  std::string over;
};

// `firing`: by the border at which an alert is over, which may lie apart from the one at which it
// begins. A pure function. What does not exist any more holds nothing.
ConditionReading ReadCondition(const okapi::reporting::v1::AlertRule& rule,
                               const Observations& seen, bool firing);

// What was wrong, of an alert that is over: its message as one of the past.
std::string PastMessage(const okapi::reporting::v1::Alert& alert);

}  // namespace okapi::reporting
