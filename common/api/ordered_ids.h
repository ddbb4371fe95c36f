#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/api/resource_table.h"
#include "common/journal/transaction.h"

namespace okapi::api {

// Ids that the server chooses for what is listed in the order in which it came: a letter for the
// kind and a number that only grows, at first the journal's revision.

// `c000000000000042`.
std::string OrderedId(char kind, int64_t number);

// The number for something new under `parent`: the revision, unless there are ids of as high a
// number or a higher one. They were imported from a journal that had come further.
absl::StatusOr<int64_t> NextNumber(const ResourceTable& table,
                                   const journal::Transaction& transaction,
                                   absl::string_view parent, char kind);

}  // namespace okapi::api
