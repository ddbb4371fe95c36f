#include "common/scoring/alignment.h"

#include <utility>

#include "common/status/status_macros.h"

namespace okapi::scoring {

absl::StatusOr<CountedLinks> CountOnce(const std::string& top, LinksOf links_of) {
  CountedLinks counted;
  std::set<std::string> seen = {top};
  // In each level by name: so of equally near parents the first gets a child.
  std::set<std::string> level = {top};
  while (!level.empty()) {
    std::set<std::string> next;
    for (const std::string& parent : level) {
      OKAPI_ASSIGN_OR_RETURN(std::vector<Link> links, links_of(parent));
      for (Link& link : links) {
        counted.parents.insert(parent);
        if (!seen.insert(link.child).second) continue;
        next.insert(link.child);
        counted.under[parent].push_back(std::move(link));
      }
    }
    level = std::move(next);
  }
  return counted;
}

absl::StatusOr<bool> LeadsBack(const std::string& name, const std::vector<std::string>& parents,
                               ParentsOf parents_of) {
  std::set<std::string> seen;
  std::vector<std::string> waiting = parents;
  while (!waiting.empty()) {
    const std::string ancestor = std::move(waiting.back());
    waiting.pop_back();
    if (ancestor == name) return true;
    if (!seen.insert(ancestor).second) continue;
    OKAPI_ASSIGN_OR_RETURN(const std::vector<std::string> above, parents_of(ancestor));
    waiting.insert(waiting.end(), above.begin(), above.end());
  }
  return false;
}

}  // namespace okapi::scoring
