#include "services/reporting/reading/names_reader.h"

namespace okapi::reporting {

std::map<std::string, std::string> ReadNames(const Neighbours& neighbours,
                                             const std::string& organization) {
  const NameAnswers goals = neighbours.goals.ReadNames(organization);
  std::map<std::string, std::string> names;
  auto add = [&names](const auto& resource) { names[resource.name()] = resource.display_name(); };
  if (!goals.organization.value.name().empty()) add(goals.organization.value);
  for (const auto& cycle : goals.cycles.value.cycles()) add(cycle);
  for (const auto& team : goals.teams.value.teams()) add(team);
  for (const auto& member : goals.members.value.members()) add(member);
  return names;
}

}  // namespace okapi::reporting
