#include "services/reporting/reports/scorecard_groups.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/api/resource_id.h"
#include "services/reporting/reports/kpi_uses.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::ScorecardGroup;
using okapi::reporting::v1::ScorecardRow;

// Sorts groups: those that belong to nothing come last, the others by what they are called.
struct GroupKey {
  bool none = false;
  std::string display_name;
  std::string name;

  friend auto operator<=>(const GroupKey&, const GroupKey&) = default;
};

class GroupNames {
 public:
  explicit GroupNames(const GoalsAnswers& goals) {
    for (const auto& team : goals.teams.value.teams()) names_[team.name()] = team.display_name();
    for (const auto& member : goals.members.value.members()) {
      names_[member.name()] = member.display_name();
    }
    for (const auto& objective : goals.objectives.value.objectives()) {
      names_[objective.name()] = objective.display_name();
    }
  }

  GroupKey KeyOf(const std::string& name) const {
    const auto found = names_.find(name);
    return GroupKey{name.empty(), found == names_.end() ? api::IdOf(name) : found->second, name};
  }

 private:
  std::map<std::string, std::string> names_;
};

// What the first KPI that has a name for it calls each member of the label.
std::map<std::string, std::string> MemberNames(const std::string& label,
                                               const Scorecard& scorecard) {
  std::map<std::string, std::string> names;
  for (const ScorecardRow& row : scorecard.rows()) {
    if (row.dimension() != label || row.display_name() == row.member()) continue;
    names.emplace(row.member(), row.display_name());
  }
  return names;
}

// The rows of a label's members as those of their KPIs, each under the member that it is of.
void TakeMembers(const std::string& label, Scorecard& scorecard,
                 std::map<GroupKey, std::vector<const ScorecardRow*>>& groups) {
  std::map<std::string, std::string> display_names;
  std::set<std::string> broken_down;
  for (const ScorecardRow& row : scorecard.rows()) {
    if (row.dimension().empty()) display_names[row.kpi()] = row.display_name();
    if (row.dimension() == label) broken_down.insert(row.kpi());
  }
  const std::map<std::string, std::string> names = MemberNames(label, scorecard);
  for (ScorecardRow& row : *scorecard.mutable_rows()) {
    if (row.dimension() == label) {
      const auto named = names.find(row.member());
      const std::string& name = named == names.end() ? row.member() : named->second;
      groups[GroupKey{row.member().empty(), name, row.member()}].push_back(&row);
      row.set_display_name(display_names[row.kpi()]);
      row.clear_dimension();
    } else if (row.dimension().empty() && broken_down.count(row.kpi()) == 0) {
      groups[GroupKey{true, "", ""}].push_back(&row);
    }
  }
}

// The groups that a KPI belongs to; one without a name when it belongs to none.
std::set<std::string> GroupsOf(ScorecardQuery::GroupBy group_by, const KpiUses& uses,
                               const ScorecardRow& row) {
  if (group_by == GetScorecardRequest::TEAM) return {row.team()};
  if (group_by == GetScorecardRequest::OWNER) return {row.owner()};
  std::set<std::string> objectives = uses.ObjectivesOf(row.kpi());
  if (objectives.empty()) objectives.insert("");
  return objectives;
}

}  // namespace

void GroupRows(const ScorecardQuery& query, const GoalsAnswers& goals, Scorecard& scorecard) {
  const GroupNames names(goals);
  const KpiUses uses(goals);
  std::map<GroupKey, std::vector<const ScorecardRow*>> groups;
  if (query.group_by == GetScorecardRequest::LABEL) {
    TakeMembers(query.group_label, scorecard, groups);
  } else {
    for (const ScorecardRow& row : scorecard.rows()) {
      for (const std::string& group : GroupsOf(query.group_by, uses, row)) {
        groups[names.KeyOf(group)].push_back(&row);
      }
    }
  }
  Scorecard grouped;
  for (const auto& [key, rows] : groups) {
    ScorecardGroup* group = grouped.add_groups();
    group->set_name(key.name);
    group->set_display_name(key.display_name);
    group->set_row_count(static_cast<int>(rows.size()));
    for (const ScorecardRow* row : rows) *grouped.add_rows() = *row;
  }
  *scorecard.mutable_groups() = std::move(*grouped.mutable_groups());
  *scorecard.mutable_rows() = std::move(*grouped.mutable_rows());
}

}  // namespace okapi::reporting
