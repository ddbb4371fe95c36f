#pragma once

#include <map>
#include <string>

#include "services/reporting/neighbours/neighbours.h"

namespace okapi::reporting {

// What the goal service calls the organization and its cycles, teams and members, by resource name:
// as it says now, else as it last said. Whoever shows a report is well without, so this waits a
// moment at most, and what is not known is left out.
std::map<std::string, std::string> ReadNames(const Neighbours& neighbours,
                                             const std::string& organization);

}  // namespace okapi::reporting
