#pragma once

#include <set>
#include <string>

#include "google/protobuf/message.h"
#include "services/reporting/neighbours/goals_answers.h"

// What goals calls the cycles, teams and members that a report names, put into the report.
namespace okapi::reporting {

// Every cycle, team and member that the message refers to anywhere, and what else it says in fields
// that may refer to anything.
std::set<std::string> PeopleNamedIn(const google::protobuf::Message& message);

// Fills in the report's lists of them and what the organization is called, as far as goals knows.
template <typename Report>
void AddNames(const NameAnswers& goals, Report& report) {
  report.set_organization_display_name(goals.organization.value.display_name());
  const std::set<std::string> named = PeopleNamedIn(report);
  const auto add = [&named](const auto& resources, auto* shown) {
    for (const auto& resource : resources) {
      if (named.count(resource.name()) > 0) *shown->Add() = resource;
    }
  };
  if constexpr (requires { report.cycles(); }) {
    add(goals.cycles.value.cycles(), report.mutable_cycles());
  }
  if constexpr (requires { report.teams(); }) {
    add(goals.teams.value.teams(), report.mutable_teams());
  }
  add(goals.members.value.members(), report.mutable_people());
}

}  // namespace okapi::reporting
