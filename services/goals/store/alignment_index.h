#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/journal/transaction.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

// The links of objectives as seen from above.
namespace okapi::goals {

// Organization, an objective, one that is for it -> nothing.
inline constexpr storage::Family kAlignments{"alignments"};

// The keys of an objective's links.
std::vector<std::string> AlignmentKeys(const okapi::goals::v1::Objective& objective);

// Keeps up the index. One of the two may be null.
void IndexAlignments(journal::Transaction& transaction, const okapi::goals::v1::Objective* before,
                     const okapi::goals::v1::Objective* after);

// The names of the objectives that are for this one, in their order.
absl::StatusOr<std::vector<std::string>> NamesAlignedTo(const storage::Reader& reader,
                                                        absl::string_view objective);

}  // namespace okapi::goals
