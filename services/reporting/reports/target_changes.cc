#include "services/reporting/reports/target_changes.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/calendar/date.h"
#include "services/reporting/reports/kpi_steps.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::Target;

// Of more the first are told.
constexpr size_t kTargetsTold = 5;
constexpr char kMore[] = "…";
// No word, for pages are in several languages, and no dash, for ends have signs.
constexpr char kBetweenEnds[] = " … ";

// What a target is of, and from which day on; empty: from ever.
struct TargetKey {
  explicit TargetKey(const Target& target)
      : dimension(target.dimension()),
        member(target.member()),
        since(target.has_effective_date() ? calendar::FormatDate(target.effective_date()) : "") {}

  std::string dimension;
  std::string member;
  std::string since;
};

// Those of the whole first, and of each thing the latest.
struct NewestFirst {
  bool operator()(const TargetKey& a, const TargetKey& b) const {
    return std::tie(a.dimension, a.member, b.since) < std::tie(b.dimension, b.member, a.since);
  }
};

struct TargetSides {
  std::string before;
  std::string after;
};

// `120`, `60 (region north, 2025-03-01)`.
std::string TextOf(const TargetKey& key, const Target& target) {
  std::vector<std::string> of;
  if (!key.dimension.empty()) {
    of.push_back(absl::StrCat(key.dimension, key.member.empty() ? "" : " ", key.member));
  }
  if (!key.since.empty()) of.push_back(key.since);
  const std::string ends = EndsText(target, kBetweenEnds);
  return of.empty() ? ends : absl::StrCat(ends, " (", absl::StrJoin(of, ", "), ")");
}

// Adds what there is on one side of a change; of what is more than fits one mark.
void Tell(const std::string& text, bool fits, std::vector<std::string>& told) {
  if (text.empty() || (!told.empty() && told.back() == kMore)) return;
  told.push_back(fits ? text : kMore);
}

}  // namespace

void AddTargetChange(const Kpi& before, const Kpi& after,
                     okapi::reporting::v1::ReviewEvent& event) {
  std::map<TargetKey, TargetSides, NewestFirst> targets;
  for (const Target& target : before.targets()) {
    const TargetKey key(target);
    targets[key].before = TextOf(key, target);
  }
  for (const Target& target : after.targets()) {
    const TargetKey key(target);
    targets[key].after = TextOf(key, target);
  }
  std::vector<std::string> was;
  std::vector<std::string> is;
  size_t changed = 0;
  for (const auto& [key, sides] : targets) {
    // Of another curve only the field tells.
    if (sides.before == sides.after) continue;
    const bool fits = ++changed <= kTargetsTold;
    Tell(sides.before, fits, was);
    Tell(sides.after, fits, is);
  }
  if (changed == 0) return;
  auto& change = *event.add_changes();
  change.set_field("targets");
  change.set_old_value(absl::StrJoin(was, "; "));
  change.set_new_value(absl::StrJoin(is, "; "));
}

}  // namespace okapi::reporting
