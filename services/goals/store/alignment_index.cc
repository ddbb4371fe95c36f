#include "services/goals/store/alignment_index.h"

#include <utility>

#include "common/api/index_keys.h"
#include "common/api/resource_key.h"
#include "common/status/status_macros.h"

namespace okapi::goals {

using okapi::goals::v1::Objective;

std::vector<std::string> AlignmentKeys(const Objective& objective) {
  std::vector<std::string> keys;
  const auto own = api::PatternOf<Objective>().Match(objective.name());
  if (!own.ok()) return keys;
  for (const auto& alignment : objective.alignments()) {
    auto ids = api::PatternOf<Objective>().Match(alignment.parent());
    if (!ids.ok()) continue;
    ids->push_back(own->back());
    keys.push_back(api::ResourceKey{*std::move(ids)}.Encode());
  }
  return keys;
}

void IndexAlignments(journal::Transaction& transaction, const Objective* before,
                     const Objective* after) {
  if (before != nullptr) {
    for (const std::string& key : AlignmentKeys(*before)) transaction.Delete(kAlignments, key);
  }
  if (after == nullptr) return;
  for (const std::string& key : AlignmentKeys(*after)) transaction.Put(kAlignments, key, "");
}

absl::StatusOr<std::vector<std::string>> NamesAlignedTo(const storage::Reader& reader,
                                                        absl::string_view objective) {
  OKAPI_ASSIGN_OR_RETURN(const auto ids, api::PatternOf<Objective>().Match(objective));
  OKAPI_ASSIGN_OR_RETURN(const auto keys,
                         api::IndexKeys(reader, kAlignments, api::ResourceKey::Under(ids)));
  std::vector<std::string> names;
  for (const api::ResourceKey& key : keys) {
    names.push_back(api::PatternOf<Objective>().Format({ids[0], key.ids.back()}));
  }
  return names;
}

}  // namespace okapi::goals
