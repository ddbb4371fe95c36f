#pragma once

#include <map>
#include <string>

#include "okapi/reporting/v1/resources.pb.h"

namespace okapi::cli {

struct Session;

// What people call the resources that reports name.
class DisplayNames {
 public:
  DisplayNames() = default;
  // As the report says, before what is known otherwise: it has what they were called at its time.
  DisplayNames(const okapi::reporting::v1::OkrReport& report, DisplayNames known);

  void Add(const std::string& name, const std::string& display_name) {
    names_[name] = display_name;
  }
  // The ids of what is not known; empty for nobody.
  std::string Of(const std::string& name) const;
  // "An · Sales", of a number that is somebody's and some team's.
  std::string Whose(const std::string& owner, const std::string& team) const;

 private:
  std::map<std::string, std::string> names_;
};

// What the goal service calls an organization, its cycles, teams and members; waits two seconds at
// most. Nothing where it does not answer or knows nothing of it: reports are readable without, and
// a company may have no goals.
DisplayNames ReadDisplayNames(Session& session, const std::string& organization);

}  // namespace okapi::cli
