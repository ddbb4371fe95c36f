#pragma once

#include <map>
#include <string>
#include <utility>

namespace okapi::cli {

struct Session;

// What people call the resources that reports name.
class DisplayNames {
 public:
  DisplayNames() = default;
  // As a report says, before what is known otherwise: it has what they were called at its time. One
  // from before it had names, as in an old snapshot, adds none.
  template <typename Report>
  DisplayNames(const Report& report, DisplayNames known) : names_(std::move(known.names_)) {
    const auto add = [this](const auto& resources) {
      for (const auto& it : resources) Add(it.name(), it.display_name());
    };
    if constexpr (requires { report.cycles(); }) add(report.cycles());
    if constexpr (requires { report.teams(); }) add(report.teams());
    if constexpr (requires { report.people(); }) {
      add(report.people());
    } else {
      add(report.members());
    }
  }

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

// Words with the ids by which commands take what they are of: `Revenue [grow/revenue]`.
std::string WithIds(const std::string& words, const std::string& name);

// What the goal service calls an organization, its cycles, teams and members; waits two seconds at
// most. Nothing where it does not answer or knows nothing of it: reports are readable without, and
// a company may have no goals.
DisplayNames ReadDisplayNames(Session& session, const std::string& organization);

}  // namespace okapi::cli
