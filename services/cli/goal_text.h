#pragma once

#include <map>
#include <string>

#include "okapi/reporting/v1/resources.pb.h"

// What belongs to an objective, as lines of text.
namespace okapi::cli {

// What a report calls the resources that its objectives name.
class DisplayNames {
 public:
  explicit DisplayNames(const okapi::reporting::v1::OkrReport& report);
  std::string Of(const std::string& name) const;

 private:
  std::map<std::string, std::string> names_;
};

// A verdict, and a bar with it.
std::string StatusText(okapi::common::v1::Status status, bool colour);
std::string ProgressText(const okapi::common::v1::Progress& progress, bool colour);

// The key results as a table.
std::string KeyResultsText(const okapi::reporting::v1::ObjectiveReport& objective, bool colour);
// Of those that were retargeted: what was promised first, and the ways they had since.
std::string RetargetsText(const okapi::reporting::v1::ObjectiveReport& objective,
                          const DisplayNames& names, bool colour);
// The initiatives as a table.
std::string InitiativesText(const okapi::reporting::v1::ObjectiveReport& objective,
                            const DisplayNames& names, bool colour);

}  // namespace okapi::cli
