#include "services/goals/store/rollup.h"

#include <map>
#include <utility>

#include "common/scoring/alignment.h"
#include "common/status/status_macros.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Alignment;
using okapi::goals::v1::Objective;

// Which objectives count where.
struct Tree {
  scoring::CountedLinks counted;
  // Those below the top, by name.
  std::map<std::string, Objective> objectives;
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
absl::StatusOr<std::vector<scoring::Link>> LinksUnder(const GoalsStore& store,
                                                      const storage::Reader& reader,
                                                      Timings& timings, const Objective& parent,
                                                      Tree& tree) {
  std::vector<scoring::Link> links;
  if (!CountsChildren(parent) || parent.has_grade()) return links;
  OKAPI_ASSIGN_OR_RETURN(std::vector<Objective> children, store.AlignedTo(reader, parent.name()));
  for (Objective& child : children) {
    const double weight = WeightOf(child, parent.name());
    if (weight < 0) continue;
    if (child.state() != Objective::ACTIVE && child.state() != Objective::CLOSED) continue;
    OKAPI_ASSIGN_OR_RETURN(const Timing timing, timings.Of(child));
    if (!timing.started) continue;
    links.push_back({child.name(), weight});
    tree.objectives.try_emplace(child.name(), std::move(child));
  }
  return links;
}

absl::StatusOr<Tree> TreeUnder(const GoalsStore& store, const storage::Reader& reader,
                               Timings& timings, const Objective& top) {
  Tree tree;
  OKAPI_ASSIGN_OR_RETURN(tree.counted, scoring::CountOnce(top.name(), [&](const std::string& name) {
                           const Objective& parent =
                               name == top.name() ? top : tree.objectives.at(name);
                           return LinksUnder(store, reader, timings, parent, tree);
                         }));
  return tree;
}

// A child that has nothing of its own left.
bool CountsElsewhere(const Tree& tree, const RollupNode& node) {
  return node.children.empty() && !CountsKeyResults(node.objective) &&
         tree.counted.parents.count(node.objective.name()) > 0 && !node.objective.has_grade();
}

absl::StatusOr<RollupNode> NodeOf(const GoalsStore& store, const storage::Reader& reader,
                                  Timings& timings, Tree& tree, Objective objective,
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
  const auto links = tree.counted.under.find(it.name());
  if (links != tree.counted.under.end()) {
    for (const scoring::Link& link : links->second) {
      // Each is at one place, so it is moved there.
      Objective below = std::move(tree.objectives.at(link.child));
      OKAPI_ASSIGN_OR_RETURN(RollupNode child,
                             NodeOf(store, reader, timings, tree, std::move(below), link.weight));
      if (!CountsElsewhere(tree, child)) node.children.push_back(std::move(child));
    }
  }
  *it.mutable_progress() = ObjectiveProgress(node.Parts(), node.timing, CombinationOf(it));
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
  return RollUp(store, reader, std::move(objective), store.Now(reader));
}

absl::StatusOr<RollupNode> RollUp(const GoalsStore& store, const storage::Reader& reader,
                                  Objective objective, absl::Time now) {
  const storage::Reader& whole = reader.whole();
  Timings timings(store, whole, now);
  OKAPI_ASSIGN_OR_RETURN(Tree tree, TreeUnder(store, whole, timings, objective));
  return NodeOf(store, whole, timings, tree, std::move(objective), 1);
}

}  // namespace okapi::goals
