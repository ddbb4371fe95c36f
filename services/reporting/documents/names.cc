#include "services/reporting/documents/names.h"

#include "absl/strings/str_cat.h"
#include "services/reporting/documents/sections.h"

namespace okapi::reporting::documents {

Names NamesIn(const okapi::reporting::v1::OkrReport& report, Names names) {
  for (const auto& cycle : report.cycles()) names[cycle.name()] = cycle.display_name();
  for (const auto& team : report.teams()) names[team.name()] = team.display_name();
  for (const auto& member : report.members()) names[member.name()] = member.display_name();
  for (const auto& part : report.objectives()) {
    names[part.objective().name()] = part.objective().display_name();
    for (const auto& it : part.key_results()) names[it.name()] = it.display_name();
  }
  return names;
}

std::string Called(const std::string& name, const Names& names) {
  const auto found = names.find(name);
  return found == names.end() ? ShortName(name) : found->second;
}

std::string Called(const okapi::goals::v1::ScaleStep& step) {
  return step.display_name().empty() ? step.step_id() : step.display_name();
}

std::string Whose(const std::string& owner, const std::string& team, const Names& names) {
  return absl::StrCat(Called(owner, names), owner.empty() || team.empty() ? "" : " · ",
                      Called(team, names));
}

}  // namespace okapi::reporting::documents
