#include "services/goals/store/key_result_source_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "common/scoring/alignment.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/key_result_uses.h"
#include "services/goals/store/privacy_rules.h"
#include "services/goals/store/private_objectives.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Audience;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultSource;
using okapi::goals::v1::Objective;

constexpr int kPartsMax = 100;
constexpr int kLevelsMax = 10;
// All of them move in one write: as many as one request may report of.
constexpr size_t kMadeOfOneMax = 1000;
// To find out how many these are takes as long as there are ways that lead to them, on the lane:
// whatever takes longer is refused.
constexpr int kLookUpsMax = 50'000;
constexpr char kField[] = "key_result.key_result_source";

std::string PartField(int index) { return absl::StrCat(kField, ".key_results[", index, "]"); }

// Whether its value is a number that can be put together with others.
bool CanBePart(const KeyResult& key_result) {
  switch (key_result.measure_case()) {
    case KeyResult::kFromTo:
    case KeyResult::kRelativeChange:
    case KeyResult::kRange:
    case KeyResult::kFindBaseline:
      return true;
    default:
      return false;
  }
}

bool CanBeMadeOfOthers(const KeyResult& key_result) {
  return key_result.has_from_to() || key_result.has_relative_change() || key_result.has_range();
}

using NamesNextTo = absl::FunctionRef<absl::StatusOr<std::vector<std::string>>(const std::string&)>;

// How long the longest way is that begins with one of these; 0 without any. The ways have ends.
absl::StatusOr<int> LongestWay(const std::vector<std::string>& names, NamesNextTo next,
                               std::map<std::string, int>& known) {
  int longest = 0;
  for (const std::string& name : names) {
    auto length = known.find(name);
    if (length == known.end()) {
      OKAPI_ASSIGN_OR_RETURN(const std::vector<std::string> further, next(name));
      OKAPI_ASSIGN_OR_RETURN(const int rest, LongestWay(further, next, known));
      length = known.emplace(name, rest + 1).first;
    }
    longest = std::max(longest, length->second);
  }
  return longest;
}

std::vector<std::string> PartNames(const KeyResult& key_result) {
  const auto& names = key_result.key_result_source().key_results();
  return {names.begin(), names.end()};
}

// The next steps down; none of what is not there.
auto StepsDown(const GoalsStore& store, const storage::Reader& reader) {
  return [&store, &reader](const std::string& name) -> absl::StatusOr<std::vector<std::string>> {
    OKAPI_ASSIGN_OR_RETURN(const auto part, store.key_results.FindStored(reader, name));
    return part.has_value() ? PartNames(*part) : std::vector<std::string>();
  };
}

absl::Status CheckNoWayBack(const GoalsStore& store, const storage::Reader& reader,
                            const KeyResult& key_result) {
  const std::string& name = key_result.name();
  OKAPI_ASSIGN_OR_RETURN(const bool back,
                         scoring::LeadsBack(name, PartNames(key_result), StepsDown(store, reader)));
  if (!back) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::CYCLIC_REFERENCE,
                       absl::StrCat("'", name, "' would be made of itself"), {{"resource", name}});
}

// Also by way of what is hidden: what it says is the same for everybody.
absl::Status CheckLevels(const GoalsStore& store, const storage::Reader& whole,
                         const KeyResult& key_result) {
  auto users_of = [&whole](const std::string& name) { return UsersOf(whole, name); };
  std::map<std::string, int> below;
  std::map<std::string, int> above;
  OKAPI_ASSIGN_OR_RETURN(const int down,
                         LongestWay(PartNames(key_result), StepsDown(store, whole), below));
  OKAPI_ASSIGN_OR_RETURN(const int up, LongestWay({key_result.name()}, users_of, above));
  // So many key results on the longest way have one level less between them.
  if (down + up - 1 <= kLevelsMax) return absl::OkStatus();
  return status::InvalidField(
      absl::StrCat(kField, ".key_results"),
      absl::StrCat("would make something of others over more than ", kLevelsMax, " levels"));
}

// Whether too much comes to be made of what a key result begins with, once something else is made
// of it too.
class FollowerCounter {
 public:
  FollowerCounter(const GoalsStore& store, const storage::Reader& whole)
      : store_(store), whole_(whole) {}

  // What follows the new parts from now on: the key result, and what is made of it.
  absl::Status Begin(const std::string& key_result) {
    coming_.insert(key_result);
    return Add(key_result, coming_);
  }

  // Most is made of what people and KPIs say, with which it all begins. Each is looked at once.
  absl::StatusOr<bool> TooMany(const std::string& part) {
    const auto known = too_many_.find(part);
    if (known != too_many_.end()) return known->second;
    OKAPI_RETURN_IF_ERROR(CountLookUp());
    OKAPI_ASSIGN_OR_RETURN(const std::vector<std::string> further, StepsDown(store_, whole_)(part));
    bool too_many = false;
    for (const std::string& name : further) {
      OKAPI_ASSIGN_OR_RETURN(too_many, TooMany(name));
      if (too_many) break;
    }
    if (further.empty()) {
      std::set<std::string> followers;
      OKAPI_RETURN_IF_ERROR(Add(part, followers));
      too_many = coming_.size() + followers.size() > kMadeOfOneMax;
    }
    too_many_[part] = too_many;
    return too_many;
  }

 private:
  // What is made of it, at any distance, and is not coming; until there is too much of it.
  absl::Status Add(const std::string& name, std::set<std::string>& followers) {
    OKAPI_RETURN_IF_ERROR(CountLookUp());
    OKAPI_ASSIGN_OR_RETURN(const std::vector<std::string> users, UsersOf(whole_, name));
    for (const std::string& user : users) {
      if (followers.size() > kMadeOfOneMax) return absl::OkStatus();
      if (coming_.count(user) > 0 || !followers.insert(user).second) continue;
      OKAPI_RETURN_IF_ERROR(Add(user, followers));
    }
    return absl::OkStatus();
  }

  absl::Status CountLookUp() {
    if (++look_ups_ <= kLookUpsMax) return absl::OkStatus();
    return status::InvalidField(
        absl::StrCat(kField, ".key_results"),
        absl::StrCat(
            "are too many to be looked through at once, with all that they are made of and "
            "that is made of them: more than ",
            kLookUpsMax, " look-ups; add fewer at a time"));
  }

  const GoalsStore& store_;
  const storage::Reader& whole_;
  std::set<std::string> coming_;
  std::map<std::string, bool> too_many_;
  int look_ups_ = 0;
};

// Parts that were there before are no reason to refuse a change.
absl::Status CheckFollowers(const GoalsStore& store, const storage::Reader& whole,
                            const KeyResult* before, const KeyResult& after) {
  const std::vector<std::string> parts = PartNames(after);
  const std::vector<std::string> old =
      before == nullptr ? std::vector<std::string>() : PartNames(*before);
  FollowerCounter counter(store, whole);
  OKAPI_RETURN_IF_ERROR(counter.Begin(after.name()));
  status::FieldViolations violations;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (std::count(old.begin(), old.end(), parts[i]) > 0) continue;
    OKAPI_ASSIGN_OR_RETURN(const bool too_many, counter.TooMany(parts[i]));
    if (!too_many) continue;
    violations.Add(
        PartField(static_cast<int>(i)),
        absl::StrCat("of '", parts[i], "', or what it is made of, more than ", kMadeOfOneMax,
                     " key results would be made, directly or by way of others"));
  }
  return violations.ToStatus();
}

absl::Status CheckParts(const GoalsStore& store, const storage::Reader& reader,
                        const KeyResult& key_result) {
  const auto& names = key_result.key_result_source().key_results();
  status::FieldViolations violations;
  for (int i = 0; i < names.size(); ++i) {
    OKAPI_RETURN_IF_ERROR(
        CheckReference(store.key_results, reader, key_result.name(), PartField(i), names[i]));
    OKAPI_ASSIGN_OR_RETURN(const auto part, store.key_results.FindStored(reader, names[i]));
    if (CanBePart(*part)) continue;
    violations.Add(PartField(i),
                   absl::StrCat("'", names[i],
                                "' must be measured by from_to, relative_change, range or "
                                "find_baseline"));
  }
  return violations.ToStatus();
}

// Whether everybody of one audience is in the other; nullopt: everybody.
bool Within(const std::optional<Audience>& audience, const std::optional<Audience>& other) {
  if (!other.has_value()) return true;
  return audience.has_value() &&
         std::all_of(audience->members().begin(), audience->members().end(),
                     [&other](const std::string& member) { return Names(*other, member); });
}

absl::StatusOr<std::optional<Audience>> AudienceOfObjectiveOf(const storage::Reader& reader,
                                                              const std::string& key_result) {
  return FindAudience(reader.whole(), ObjectiveKeyOf(key_result));
}

absl::Status CheckSeen(const storage::Reader& reader, const Objective& objective,
                       const KeyResultSource& source) {
  status::FieldViolations violations;
  for (int i = 0; i < source.key_results_size(); ++i) {
    const std::string& part = source.key_results(i);
    OKAPI_ASSIGN_OR_RETURN(const auto audience, AudienceOfObjectiveOf(reader, part));
    if (Within(AudienceOf(objective), audience)) continue;
    violations.Add(PartField(i),
                   absl::StrCat("'", part, "' is private, and not everybody who sees this one is ",
                                "its owner or a reader"));
  }
  return violations.ToStatus();
}

// Nothing is said of who else sees what is made of it: only that somebody would not see its parts.
absl::Status CheckUsersSee(const GoalsStore& store, const storage::Reader& reader,
                           const Objective& objective, const std::optional<Audience>& audience) {
  OKAPI_ASSIGN_OR_RETURN(const std::vector<std::string> users,
                         UsersOf(reader.whole(), objective.name()));
  for (const std::string& user : users) {
    if (ParentOf(user) == objective.name()) continue;
    OKAPI_ASSIGN_OR_RETURN(const auto of_user, AudienceOfObjectiveOf(reader, user));
    if (Within(of_user, audience)) continue;
    OKAPI_ASSIGN_OR_RETURN(const auto seen, store.key_results.FindStored(reader, user));
    return status::InvalidField(
        kVisibilityField,
        absl::StrCat(seen.has_value() ? absl::StrCat("'", user, "'") : "something",
                     " is made of its key results, and not everybody who sees that would see it"));
  }
  return absl::OkStatus();
}

}  // namespace

void CheckSourceFields(const KeyResult& key_result, status::FieldViolations& violations) {
  if (!key_result.has_key_result_source()) return;
  if (key_result.has_kpi_source()) violations.Add(kField, "is not for what has a kpi_source");
  if (!CanBeMadeOfOthers(key_result)) {
    violations.Add(kField, "is for from_to, relative_change and range");
  }
  const auto& names = key_result.key_result_source().key_results();
  if (names.size() > kPartsMax) {
    violations.Add(absl::StrCat(kField, ".key_results"),
                   absl::StrCat("has more than ", kPartsMax, " entries"));
  }
  std::set<std::string> known;
  for (int i = 0; i < names.size(); ++i) {
    if (known.insert(names[i]).second) continue;
    violations.Add(PartField(i), absl::StrCat("'", names[i], "' is named twice"));
  }
}

absl::Status CheckSource(const GoalsStore& store, const storage::Reader& reader,
                         const Objective& objective, const KeyResult* before,
                         const KeyResult& after) {
  if (before != nullptr && CanBePart(*before) && !CanBePart(after)) {
    OKAPI_RETURN_IF_ERROR(CheckNoUsers(store, reader, after.name(), /*gone=*/after.name()));
  }
  if (!after.has_key_result_source()) return absl::OkStatus();
  if (before != nullptr && SourceHash(*before) == SourceHash(after)) return absl::OkStatus();
  OKAPI_RETURN_IF_ERROR(CheckNoWayBack(store, reader, after));
  OKAPI_RETURN_IF_ERROR(CheckParts(store, reader, after));
  OKAPI_RETURN_IF_ERROR(CheckLevels(store, reader.whole(), after));
  OKAPI_RETURN_IF_ERROR(CheckFollowers(store, reader.whole(), before, after));
  return CheckSeen(reader, objective, after.key_result_source());
}

absl::Status CheckSourcesSeen(const GoalsStore& store, const storage::Reader& reader,
                              const Objective& objective, const std::optional<Audience>& audience) {
  absl::Status hidden;
  auto look = [&](const KeyResult& key_result) {
    for (const std::string& part : key_result.key_result_source().key_results()) {
      if (ParentOf(part) == objective.name()) continue;
      const auto of_part = AudienceOfObjectiveOf(reader, part);
      hidden = of_part.status();
      if (hidden.ok() && !Within(audience, *of_part)) {
        hidden = status::InvalidField(
            kVisibilityField, absl::StrCat("'", key_result.name(), "' is made of '", part,
                                           "', which not everybody would see who sees this one"));
      }
      if (!hidden.ok()) return false;
    }
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.key_results.ForEach(reader.whole(), objective.name(), look));
  OKAPI_RETURN_IF_ERROR(hidden);
  return CheckUsersSee(store, reader, objective, audience);
}

}  // namespace okapi::goals
