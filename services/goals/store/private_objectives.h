#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/journal/transaction.h"
#include "common/storage/reader.h"
#include "okapi/common/v1/change.pb.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/storage/v1/records.pb.h"

// Whom private objectives name. Every one has a row beside it, so that one look-up says of most of
// them that everybody sees them, and nothing has to be parsed for it. The row of one that is
// deleted stays, for other services keep what was said about it.
namespace okapi::goals {

// Organization, objective -> PrivateObjectiveRecord; none of an objective that everybody sees, or
// saw when it was deleted.
inline constexpr storage::Family kPrivateObjectives{"private_objectives"};

// The beginning of a key that says which objective it belongs to: its first two ids.
absl::string_view ObjectivePartOf(absl::string_view key);
// The key of the objective that the name is of, or that it lies under; empty for other names.
std::string ObjectiveKeyOf(absl::string_view name);

// Its owner and readers while it is private; nullopt: everybody sees it.
std::optional<okapi::common::v1::Audience> AudienceOf(const okapi::goals::v1::Objective& objective);
// The same of the objective under that key, by its row.
absl::StatusOr<std::optional<okapi::common::v1::Audience>> FindAudience(
    const storage::Reader& whole, absl::string_view objective_key);
bool Names(const okapi::common::v1::Audience& audience, absl::string_view member);

// As it is kept.
okapi::storage::v1::PrivateObjectiveRecord RecordOf(const okapi::common::v1::Audience& audience);

// Who sees both sides of a change; nullopt: everybody. One of the two may be null.
std::optional<okapi::common::v1::Audience> AudienceOfChange(
    const okapi::goals::v1::Objective* before, const okapi::goals::v1::Objective* after);

// Keeps up the row of an objective that is stored.
void KeepAudience(journal::Transaction& transaction, const okapi::goals::v1::Objective& objective);
// Forgets all rows of an organization that goes.
void ForgetAudiences(journal::Transaction& transaction,
                     const okapi::goals::v1::Organization& organization);

}  // namespace okapi::goals
