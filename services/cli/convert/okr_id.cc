#include "services/cli/convert/okr_id.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/text/fold.h"

namespace okapi::cli {
namespace {

constexpr size_t kIdMax = 40;

}  // namespace

std::string OkrIds::Take(absl::string_view text, absl::string_view fallback) {
  std::string id;
  for (const char c : text::Fold(text)) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
    if (id.size() >= kIdMax) break;
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  if (id.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(id[0]))) {
    id = absl::StrCat(fallback, id.empty() ? "" : "-", id);
  }
  const auto [known, is_new] = taken_.try_emplace(id, 2);
  if (is_new) return id;
  std::string unique;
  do {
    unique = absl::StrCat(id, "-", known->second++);
  } while (!taken_.try_emplace(unique, 2).second);
  return unique;
}

}  // namespace okapi::cli
