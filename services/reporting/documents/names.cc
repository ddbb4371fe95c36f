#include "services/reporting/documents/names.h"

#include "absl/strings/str_cat.h"
#include "services/reporting/documents/sections.h"

namespace okapi::reporting::documents {
namespace {

template <typename Resources>
void Add(const Resources& resources, Names& names) {
  for (const auto& resource : resources) names[resource.name()] = resource.display_name();
}

}  // namespace

Names NamesIn(const okapi::reporting::v1::KpiReport& report, Names names) {
  Add(report.teams(), names);
  Add(report.people(), names);
  return names;
}

Names NamesIn(const okapi::reporting::v1::ReviewPack& report, Names names) {
  Add(report.people(), names);
  return names;
}

Names NamesIn(const okapi::reporting::v1::OkrReport& report, Names names) {
  Add(report.cycles(), names);
  Add(report.teams(), names);
  Add(report.members(), names);
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

std::string Within(const std::string& objective, const std::string& words) {
  return objective.empty() || objective == words ? words : absl::StrCat(objective, " – ", words);
}

std::string Whose(const std::string& owner, const std::string& team, const Names& names) {
  return absl::StrCat(Called(owner, names), owner.empty() || team.empty() ? "" : " · ",
                      Called(team, names));
}

}  // namespace okapi::reporting::documents
