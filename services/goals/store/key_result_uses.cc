#include "services/goals/store/key_result_uses.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/index_keys.h"
#include "common/api/resource_key.h"
#include "common/status/status_macros.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

std::string KeyOf(absl::string_view part, absl::string_view user) {
  auto ids = api::PatternOf<KeyResult>().Match(part);
  const auto own = api::PatternOf<KeyResult>().Match(user);
  if (!ids.ok() || !own.ok()) return "";  // Both names were checked.
  ids->insert(ids->end(), own->begin() + 1, own->end());
  return api::ResourceKey{*std::move(ids)}.Encode();
}

}  // namespace

void IndexParts(journal::Transaction& transaction, const KeyResult* before,
                const KeyResult* after) {
  if (before != nullptr) {
    for (const std::string& part : before->key_result_source().key_results()) {
      transaction.Delete(kKeyResultUses, KeyOf(part, before->name()));
    }
  }
  if (after == nullptr) return;
  for (const std::string& part : after->key_result_source().key_results()) {
    transaction.Put(kKeyResultUses, KeyOf(part, after->name()), "");
  }
}

absl::StatusOr<std::vector<std::string>> UsersOf(const storage::Reader& reader,
                                                 absl::string_view name) {
  const bool of_objective = api::PatternOf<Objective>().Matches(name);
  OKAPI_ASSIGN_OR_RETURN(const auto ids, of_objective ? api::PatternOf<Objective>().Match(name)
                                                      : api::PatternOf<KeyResult>().Match(name));
  OKAPI_ASSIGN_OR_RETURN(const auto keys,
                         api::IndexKeys(reader, kKeyResultUses, api::ResourceKey::Under(ids)));
  std::vector<std::string> users;
  for (const auto& [all] : keys) {
    users.push_back(
        api::PatternOf<KeyResult>().Format({all.front(), all[all.size() - 2], all.back()}));
  }
  return users;
}

absl::Status CheckNoUsers(const GoalsStore& store, const storage::Reader& reader,
                          const std::string& name, absl::string_view gone) {
  OKAPI_ASSIGN_OR_RETURN(const std::vector<std::string> users, UsersOf(reader.whole(), name));
  bool used = false;
  for (const std::string& user : users) {
    if (absl::StartsWith(user, absl::StrCat(gone, "/"))) continue;
    used = true;
    OKAPI_ASSIGN_OR_RETURN(const auto seen, store.key_results.FindStored(reader, user));
    if (seen.has_value()) return InUse(name, user);
  }
  return used ? InUse(name, "") : absl::OkStatus();
}

}  // namespace okapi::goals
