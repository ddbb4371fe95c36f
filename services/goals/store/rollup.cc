#include "services/goals/store/rollup.h"

#include <map>
#include <set>
#include <utility>

#include "common/status/status_macros.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Alignment;
using okapi::goals::v1::Objective;

struct Link {
  Objective child;
  double weight = 1;
};

// Which objectives count where: every one at its nearest parent.
struct Tree {
  std::map<std::string, std::vector<Link>> links;
  // Those that have children which count, here or elsewhere.
  std::set<std::string> parents;
};

// The timings of many objectives at one revision: most share a cycle, which is read once.
class Timings {
 public:
  Timings(const GoalsStore& store, const storage::Reader& reader, absl::Time now)
      : store_(store), reader_(reader), now_(now) {}

  absl::StatusOr<Timing> Of(const Objective& objective) {
    const auto key = std::make_pair(objective.cycle(), objective.state());
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
    OKAPI_ASSIGN_OR_RETURN(const Timing timing, store_.TimingOf(reader_, objective, now_));
    return known_.emplace(key, timing).first->second;
  }

 private:
  const GoalsStore& store_;
  const storage::Reader& reader_;
  const absl::Time now_;
  std::map<std::pair<std::string, Objective::State>, Timing> known_;
};

double WeightOf(const Objective& child, const std::string& parent) {
  for (const Alignment& alignment : child.alignments()) {
    if (alignment.parent() != parent) continue;
    if (alignment.kind() == Alignment::SUPPORTS) return -1;
    return alignment.has_weight() ? alignment.weight() : 1;
  }
  return -1;
}

// The children that are part of the parent's progress.
absl::StatusOr<std::vector<Link>> LinksOf(const GoalsStore& store, const storage::Reader& reader,
                                          Timings& timings, const std::string& parent) {
  OKAPI_ASSIGN_OR_RETURN(std::vector<Objective> children, store.AlignedTo(reader, parent));
  std::vector<Link> links;
  for (Objective& child : children) {
    const double weight = WeightOf(child, parent);
    if (weight < 0) continue;
    if (child.state() != Objective::ACTIVE && child.state() != Objective::CLOSED) continue;
    OKAPI_ASSIGN_OR_RETURN(const Timing timing, timings.Of(child));
    if (timing.started) links.push_back({std::move(child), weight});
  }
  return links;
}

// Level by level, and in each by name: so the nearest parent gets a child, of several the first.
absl::StatusOr<Tree> TreeUnder(const GoalsStore& store, const storage::Reader& reader,
                               Timings& timings, const Objective& top) {
  Tree tree;
  std::set<std::string> seen = {top.name()};
  std::map<std::string, Objective> level = {{top.name(), top}};
  while (!level.empty()) {
    std::map<std::string, Objective> next;
    for (const auto& [name, parent] : level) {
      if (!CountsChildren(parent) || parent.has_grade()) continue;
      OKAPI_ASSIGN_OR_RETURN(std::vector<Link> links, LinksOf(store, reader, timings, name));
      for (Link& link : links) {
        tree.parents.insert(name);
        if (!seen.insert(link.child.name()).second) continue;
        next.emplace(link.child.name(), link.child);
        tree.links[name].push_back(std::move(link));
      }
    }
    level = std::move(next);
  }
  return tree;
}

// A child that has nothing of its own left.
bool CountsElsewhere(const Tree& tree, const RollupNode& node) {
  return node.children.empty() && !CountsKeyResults(node.objective) &&
         tree.parents.count(node.objective.name()) > 0 && !node.objective.has_grade();
}

absl::StatusOr<RollupNode> NodeOf(const GoalsStore& store, const storage::Reader& reader,
                                  Timings& timings, const Tree& tree, Objective objective,
                                  double weight) {
  RollupNode node;
  node.weight = weight;
  OKAPI_ASSIGN_OR_RETURN(node.timing, timings.Of(objective));
  node.objective = std::move(objective);
  Objective& it = node.objective;
  if (it.has_grade()) {
    *it.mutable_progress() = it.grade().progress();
    return node;
  }
  if (CountsKeyResults(it)) {
    OKAPI_ASSIGN_OR_RETURN(node.key_results, store.KeyResultsOf(reader, it.name(), node.timing));
  }
  const auto links = tree.links.find(it.name());
  if (links != tree.links.end()) {
    for (const Link& link : links->second) {
      OKAPI_ASSIGN_OR_RETURN(RollupNode child,
                             NodeOf(store, reader, timings, tree, link.child, link.weight));
      if (!CountsElsewhere(tree, child)) node.children.push_back(std::move(child));
    }
  }
  *it.mutable_progress() = ObjectiveProgress(node.Parts(), node.timing);
  return node;
}

}  // namespace

std::vector<Part> RollupNode::Parts() const {
  std::vector<Part> parts;
  for (const auto& key_result : key_results) parts.push_back(PartOf(key_result));
  for (const RollupNode& child : children) parts.push_back(PartOf(child.objective, child.weight));
  return parts;
}

bool CountsChildren(const Objective& objective) {
  return objective.rollup() == Objective::CHILDREN || objective.rollup() == Objective::BOTH;
}

bool CountsKeyResults(const Objective& objective) {
  return objective.rollup() != Objective::CHILDREN;
}

absl::StatusOr<RollupNode> RollUp(const GoalsStore& store, const storage::Reader& reader,
                                  Objective objective) {
  return RollUp(store, reader, std::move(objective), store.Now());
}

absl::StatusOr<RollupNode> RollUp(const GoalsStore& store, const storage::Reader& reader,
                                  Objective objective, absl::Time now) {
  const storage::Reader& whole = reader.whole();
  Timings timings(store, whole, now);
  OKAPI_ASSIGN_OR_RETURN(const Tree tree, TreeUnder(store, whole, timings, objective));
  return NodeOf(store, whole, timings, tree, std::move(objective), 1);
}

}  // namespace okapi::goals
