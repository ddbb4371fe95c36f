#include "services/goals/store/private_objectives.h"

#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_split.h"
#include "common/api/resource_id.h"
#include "common/api/resource_key.h"
#include "common/status/status_macros.h"
#include "common/storage/key_codec.h"

namespace okapi::goals {

using okapi::common::v1::Audience;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Organization;
using okapi::storage::v1::PrivateObjectiveRecord;

absl::string_view ObjectivePartOf(absl::string_view key) {
  constexpr absl::string_view kEnd("\0\1", 2);  // Of an id, which holds no zero itself.
  size_t end = 0;
  for (int id = 0; id < 2; ++id) {
    const size_t found = key.find(kEnd, end);
    if (found == absl::string_view::npos) return "";
    end = found + kEnd.size();
  }
  return key.substr(0, end);
}

std::string ObjectiveKeyOf(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, absl::MaxSplits('/', 4));
  if (parts.size() < 4 || parts[0] != "organizations" || parts[2] != "objectives") return "";
  return storage::KeyWriter().Bytes(parts[1]).Bytes(parts[3]).Finish();
}

std::optional<Audience> AudienceOf(const Objective& objective) {
  if (objective.visibility() != Objective::PRIVATE) return std::nullopt;
  Audience audience;
  if (!objective.owner().empty()) audience.add_members(objective.owner());
  for (const std::string& reader : objective.readers()) {
    if (reader != objective.owner()) audience.add_members(reader);
  }
  return audience;
}

absl::StatusOr<std::optional<Audience>> FindAudience(const storage::Reader& whole,
                                                     absl::string_view objective_key) {
  OKAPI_ASSIGN_OR_RETURN(const auto bytes, whole.Find(kPrivateObjectives, objective_key));
  if (!bytes.has_value()) return std::nullopt;
  PrivateObjectiveRecord record;
  OKAPI_RETURN_IF_ERROR(storage::ParseTo(*bytes, kPrivateObjectives, record));
  Audience audience;
  audience.mutable_members()->Swap(record.mutable_members());
  return audience;
}

bool Names(const Audience& audience, absl::string_view member) {
  return absl::c_linear_search(audience.members(), member);
}

std::optional<Audience> AudienceOfChange(const Objective* before, const Objective* after) {
  auto audience = before == nullptr ? std::nullopt : AudienceOf(*before);
  auto other = after == nullptr ? std::nullopt : AudienceOf(*after);
  if (!audience.has_value()) return other;
  if (!other.has_value()) return audience;
  Audience both;
  for (const std::string& member : audience->members()) {
    if (Names(*other, member)) both.add_members(member);
  }
  return both;
}

PrivateObjectiveRecord RecordOf(const Audience& audience) {
  PrivateObjectiveRecord record;
  *record.mutable_members() = audience.members();
  return record;
}

void KeepAudience(journal::Transaction& transaction, const Objective& objective) {
  const std::string key = ObjectiveKeyOf(objective.name());
  const auto audience = AudienceOf(objective);
  if (audience.has_value()) {
    transaction.Put(kPrivateObjectives, key, RecordOf(*audience).SerializeAsString());
  } else {
    transaction.Delete(kPrivateObjectives, key);
  }
}

void ForgetAudiences(journal::Transaction& transaction, const Organization& organization) {
  std::vector<std::string> keys;
  auto collect = [&keys](absl::string_view key, absl::string_view) {
    keys.emplace_back(key);
    return true;
  };
  const auto all = api::ResourceKey::Under({api::IdOf(organization.name())});
  // What cannot be deleted stays behind, and only keeps ids from being taken again.
  transaction.Scan(kPrivateObjectives, all, collect).IgnoreError();
  for (const std::string& key : keys) transaction.Delete(kPrivateObjectives, key);
}

}  // namespace okapi::goals
