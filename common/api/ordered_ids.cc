#include "common/api/ordered_ids.h"

#include <algorithm>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/api/resource_key.h"
#include "common/api/stamps.h"
#include "common/status/status_macros.h"

namespace okapi::api {
namespace {

constexpr size_t kDigits = 15;
// The last number of so many digits; there is none after it.
constexpr int64_t kNumberMax = 999'999'999'999'999;

// The number of an id that a server may have chosen; those of a batch go on with a hyphen.
std::optional<int64_t> NumberOf(absl::string_view id, char kind) {
  if (id.size() <= kDigits || id[0] != kind) return std::nullopt;
  if (id.size() > kDigits + 1 && id[kDigits + 1] != '-') return std::nullopt;
  int64_t number = 0;
  if (!absl::SimpleAtoi(id.substr(1, kDigits), &number) || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::string OrderedId(char kind, int64_t number) {
  return absl::StrFormat("%c%0*d", kind, static_cast<int>(kDigits), number);
}

absl::StatusOr<int64_t> NextNumber(const ResourceTable& table,
                                   const journal::Transaction& transaction,
                                   absl::string_view parent, char kind) {
  // `/checkIns/` of the pattern.
  const absl::string_view pattern = table.pattern().text();
  const size_t id = pattern.rfind('/') + 1;
  const size_t collection = pattern.rfind('/', id - 2);
  const std::string last = absl::StrCat(parent, pattern.substr(collection, id - collection),
                                        OrderedId(kind, transaction.revision() - 1));
  OKAPI_ASSIGN_OR_RETURN(const std::string key, ResourceKey::EncodeName(table.pattern(), last));
  int64_t next = transaction.revision();
  auto look = [&](absl::string_view, google::protobuf::Message& there) -> absl::StatusOr<bool> {
    const std::string name = NameOf(there);
    const auto number = NumberOf(absl::string_view(name).substr(name.rfind('/') + 1), kind);
    if (number.has_value() && *number < kNumberMax) next = std::max(next, *number + 1);
    return true;
  };
  // Few are there: what was written here has lower numbers.
  OKAPI_RETURN_IF_ERROR(table.Visit(transaction, parent, key, look));
  return next;
}

}  // namespace okapi::api
