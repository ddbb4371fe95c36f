#include "services/cli/company/apply_check.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/goals/v1/objective_history.pb.h"
#include "okapi/goals/v1/organization_history.pb.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "services/cli/session/catalogue.h"

namespace okapi::cli {
namespace {

// The goal service's rule, KEY_RESULT_COUNT, where the policy says nothing else.
constexpr int kKeyResultsMin = 2;
constexpr int kKeyResultsMax = 5;

absl::Status Get(const Kind& kind, const std::string& name, const Caller& call, Message& resource) {
  const auto request = NewMessage(kind.get->input_type());
  SetString(*request, "name", name);
  return call(*kind.get, *request, resource);
}

absl::Status Get(const Kind& kind, const std::string& name, const Caller& call) {
  return Get(kind, name, call, *NewMessage(kind.resource));
}

bool Declares(const DeclaredResource& declared, absl::string_view field) {
  return std::find(declared.fields.begin(), declared.fields.end(), field) != declared.fields.end();
}

// What the service has, or what the file says, which goes before it: nothing if there is neither.
template <typename R>
absl::StatusOr<R> Expected(const DeclaredResource& declared, absl::string_view field,
                           const Caller& call) {
  if (Declares(declared, field)) return static_cast<const R&>(*declared.resource);
  R resource;
  const absl::Status found = Get(*declared.kind, declared.name, call, resource);
  if (!found.ok() && !absl::IsNotFound(found)) return found;
  return found.ok() ? resource : R();
}

class Checker {
 public:
  Checker(const std::vector<DeclaredResource>& declared, const Caller& call, YamlErrors& errors,
          std::vector<std::string>& warnings)
      : declared_(declared), call_(call), errors_(errors), warnings_(warnings) {
    for (const DeclaredResource& each : declared) names_.insert(each.name);
  }

  absl::Status Check() {
    for (const DeclaredResource& each : declared_) {
      for (const auto* referred : {&each.references, &each.subjects}) {
        for (const std::string& name : *referred) {
          if (names_.count(name) == 0) OKAPI_RETURN_IF_ERROR(CheckReference(each, name));
        }
      }
      if (HistoryOf<goals::v1::ObjectiveHistory>(each) != nullptr) {
        OKAPI_RETURN_IF_ERROR(CheckHistory(each));
      }
      if (IsToBeClosed(each)) OKAPI_RETURN_IF_ERROR(CheckEnd(each));
      if (each.kind->resource != goals::v1::Objective::descriptor()) continue;
      if (each.state == "ACTIVE") OKAPI_RETURN_IF_ERROR(CheckKeyResults(each));
      if (IsToBeActive(each)) OKAPI_RETURN_IF_ERROR(CheckBegun(each));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status CheckReference(const DeclaredResource& from, const std::string& name) {
    const Kind& kind = *FindKindOfName(name);
    const auto [known, is_new] = found_.try_emplace(name);
    if (is_new) known->second = Get(kind, name, call_);
    const absl::Status& found = known->second;
    const bool insists = from.kind->ChecksReferencesTo(kind);
    if (!absl::IsNotFound(found)) return insists ? found : absl::OkStatus();
    const std::string missing = absl::StrCat("refers to ", kind.singular, " '", name,
                                             "', which neither exists nor is in the file");
    if (!insists) {
      Warn(from, missing);
    } else if (Outlived(from)) {
      warnings_.push_back(
          absl::StrCat("note: ", from.place, ": ", from.path, " ", missing, ": it outlived that"));
    } else {
      errors_.Add(from.mark, from.path, missing);
    }
    return absl::OkStatus();
  }

  void Warn(const DeclaredResource& from, const std::string& problem) {
    warnings_.push_back(absl::StrCat("warning: ", from.place, ": ", from.path, " ", problem));
  }

  // What is there already may be about something that has gone since, and so may what was
  // elsewhere.
  bool Outlived(const DeclaredResource& from) {
    return from.kind->OutlivesSubject() &&
           (from.history != nullptr || Get(*from.kind, from.name, call_).ok());
  }

  // What a history tells of comes with its objective.
  absl::Status CheckHistory(const DeclaredResource& objective) {
    const auto& history = static_cast<const goals::v1::ObjectiveHistory&>(*objective.history);
    std::vector<std::string> told;
    for (const auto& it : history.key_results()) told.push_back(it.key_result());
    for (const auto& it : history.initiatives()) told.push_back(it.initiative());
    for (const std::string& name : told) {
      if (names_.count(name) == 0) OKAPI_RETURN_IF_ERROR(CheckReference(objective, name));
    }
    return absl::OkStatus();
  }

  // Closing a cycle would grade what goes on in it, without a word from anybody.
  absl::Status CheckEnd(const DeclaredResource& cycle) {
    for (const DeclaredResource& each : declared_) {
      if (each.kind->resource != goals::v1::Objective::descriptor()) continue;
      const auto& objective = static_cast<const goals::v1::Objective&>(*each.resource);
      if (objective.cycle() == cycle.name && IsToBeActive(each)) {
        errors_.Add(
            each.mark, each.path,
            absl::StrCat("is to be ACTIVE in cycle '", cycle.name, "', which is to be CLOSED"));
      }
    }
    goals::v1::ListObjectivesRequest request;
    goals::v1::ListObjectivesResponse response;
    request.set_parent(cycle.name.substr(0, cycle.name.find("/cycles/")));
    request.set_cycle(cycle.name);
    request.add_states(goals::v1::Objective::ACTIVE);
    request.set_page_size(1);
    const absl::Status listed = call_(*FindKind("objective")->list, request, response);
    if (!absl::IsNotFound(listed)) OKAPI_RETURN_IF_ERROR(listed);
    for (const auto& objective : response.objectives()) {
      errors_.Add(cycle.mark, cycle.path,
                  absl::StrCat("is to be CLOSED, but objective '", objective.name(),
                               "' in it is ACTIVE: close that first"));
    }
    return absl::OkStatus();
  }

  // nullptr when it has none, or one of another kind.
  template <typename History>
  static const History* HistoryOf(const DeclaredResource& declared) {
    return google::protobuf::DynamicCastToGenerated<History>(
        static_cast<const Message*>(declared.history.get()));
  }

  static bool IsToBeClosed(const DeclaredResource& cycle) {
    const auto* history = HistoryOf<goals::v1::CycleHistory>(cycle);
    return cycle.state == "CLOSED" ||
           (history != nullptr && history->state() == goals::v1::Cycle::CLOSED);
  }

  static bool IsToBeActive(const DeclaredResource& objective) {
    if (objective.history == nullptr) return objective.state == "ACTIVE";
    const auto& history = static_cast<const goals::v1::ObjectiveHistory&>(*objective.history);
    return history.state() == goals::v1::Objective::ACTIVE;
  }

  // Nothing holds it up, and nobody follows it up before its cycle begins.
  absl::Status CheckBegun(const DeclaredResource& objective) {
    OKAPI_ASSIGN_OR_RETURN(const auto expected,
                           Expected<goals::v1::Objective>(objective, "cycle", call_));
    if (expected.cycle().empty()) return absl::OkStatus();  // Told as missing.
    const auto [known, is_new] = planned_.try_emplace(expected.cycle(), false);
    if (is_new) {
      OKAPI_ASSIGN_OR_RETURN(known->second, StaysPlanned(expected.cycle()));
    }
    if (!known->second) return absl::OkStatus();
    Warn(objective,
         absl::StrCat("is to be ACTIVE in cycle '", expected.cycle(), "', which stays PLANNED"));
    return absl::OkStatus();
  }

  absl::StatusOr<bool> StaysPlanned(const std::string& name) {
    const auto declared =
        std::find_if(declared_.begin(), declared_.end(),
                     [&name](const DeclaredResource& each) { return each.name == name; });
    if (declared != declared_.end()) {
      const auto* history = HistoryOf<goals::v1::CycleHistory>(*declared);
      if (!declared->state.empty() ||
          (history != nullptr && history->state() > goals::v1::Cycle::PLANNED)) {
        return false;
      }
    }
    goals::v1::Cycle cycle;
    const absl::Status found = Get(*FindKind("cycle"), name, call_, cycle);
    // What is nowhere was told of as a reference.
    if (absl::IsNotFound(found)) return declared != declared_.end();
    OKAPI_RETURN_IF_ERROR(found);
    return cycle.state() == goals::v1::Cycle::PLANNED;
  }

  absl::Status CheckKeyResults(const DeclaredResource& objective) {
    goals::v1::ListKeyResultsRequest request;
    goals::v1::ListKeyResultsResponse response;
    request.set_parent(objective.name);
    request.set_page_size(1000);
    const absl::Status listed = call_(*FindKind("key-result")->list, request, response);
    if (!absl::IsNotFound(listed)) OKAPI_RETURN_IF_ERROR(listed);  // A new objective has none.
    std::set<std::string> key_results;
    for (const auto& key_result : response.key_results()) key_results.insert(key_result.name());
    const std::string prefix = absl::StrCat(objective.name, "/keyResults/");
    for (const std::string& name : names_) {
      if (absl::StartsWith(name, prefix)) key_results.insert(name);
    }
    const int count = static_cast<int>(key_results.size());
    OKAPI_ASSIGN_OR_RETURN(const auto limits, LimitsOf(objective));
    if (count < limits.first || count > limits.second) {
      errors_.Add(objective.mark, objective.path,
                  absl::StrCat("is to be ACTIVE and needs ", limits.first, " to ", limits.second,
                               " key results, not ", count));
    }
    return absl::OkStatus();
  }

  // How many key results the objective may have when it is active, by the policy.
  absl::StatusOr<std::pair<int, int>> LimitsOf(const DeclaredResource& objective) {
    goals::v1::GoalPolicy policy;
    for (const DeclaredResource& each : declared_) {
      if (each.kind->resource != goals::v1::Organization::descriptor()) continue;
      OKAPI_ASSIGN_OR_RETURN(const auto organization,
                             Expected<goals::v1::Organization>(each, "policy", call_));
      policy = organization.policy();
    }
    int min = policy.has_key_results_min() ? policy.key_results_min() : kKeyResultsMin;
    int max = policy.has_key_results_max() ? policy.key_results_max() : kKeyResultsMax;
    if (!policy.has_key_results_min()) min = std::min(min, max);
    if (!policy.has_key_results_max()) max = std::max(min, max);
    OKAPI_ASSIGN_OR_RETURN(const auto expected,
                           Expected<goals::v1::Objective>(objective, "rollup", call_));
    const bool children = expected.rollup() == goals::v1::Objective::CHILDREN ||
                          expected.rollup() == goals::v1::Objective::BOTH;
    return std::pair(children ? 0 : min, max);
  }

  const std::vector<DeclaredResource>& declared_;
  const Caller& call_;
  YamlErrors& errors_;
  std::vector<std::string>& warnings_;
  std::set<std::string> names_;
  // What Get said of names that are not in the file.
  std::map<std::string, absl::Status> found_;
  // Whether a cycle stays PLANNED.
  std::map<std::string, bool> planned_;
};

}  // namespace

absl::Status CheckApply(const std::vector<DeclaredResource>& declared, const Caller& call,
                        YamlErrors& errors, std::vector<std::string>& warnings) {
  return Checker(declared, call, errors, warnings).Check();
}

}  // namespace okapi::cli
