#include "services/cli/okr_id.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/text/fold.h"

namespace okapi::cli {
namespace {

constexpr size_t kIdMax = 40;

}  // namespace

std::string IdOf(absl::string_view text, absl::string_view fallback, std::set<std::string>& taken) {
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
  std::string unique = id;
  for (int i = 2; !taken.insert(unique).second; ++i) unique = absl::StrCat(id, "-", i);
  return unique;
}

}  // namespace okapi::cli
