#include "services/goals/store/rollup.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/functional/function_ref.h"
#include "common/scoring/alignment.h"
#include "common/status/status_macros.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Progress;
using okapi::goals::v1::Alignment;
using okapi::goals::v1::Objective;

double WeightOf(const Objective& child, const std::string& parent) {
  for (const Alignment& alignment : child.alignments()) {
    if (alignment.parent() != parent) continue;
    if (alignment.kind() == Alignment::SUPPORTS) return -1;
    return alignment.has_weight() ? alignment.weight() : 1;
  }
  return -1;
}

struct Child {
  Objective objective;
  double weight = 1;
};

// The children that are part of the parent's progress, by name.
absl::StatusOr<std::vector<Child>> ChildrenOf(const GoalsStore& store,
                                              const storage::Reader& reader, Timings& timings,
                                              const Objective& parent) {
  std::vector<Child> counted;
  if (!CountsChildren(parent) || parent.has_grade()) return counted;
  OKAPI_ASSIGN_OR_RETURN(std::vector<Objective> children, store.AlignedTo(reader, parent.name()));
  for (Objective& child : children) {
    const double weight = WeightOf(child, parent.name());
    if (weight < 0) continue;
    if (child.state() != Objective::ACTIVE && child.state() != Objective::CLOSED) continue;
    OKAPI_ASSIGN_OR_RETURN(const Timing timing, timings.Of(child));
    if (timing.started) counted.push_back({std::move(child), weight});
  }
  return counted;
}

// An objective with its progress, if that is known; nullptr if it is not.
using FindKnown = absl::FunctionRef<absl::StatusOr<const Objective*>(const Objective&)>;

// Everything below one top, where each counts.
class Tree {
 public:
  Tree(const GoalsStore& store, const storage::Reader& reader, Timings& timings, FindKnown known)
      : store_(store), reader_(reader), timings_(timings), known_(known) {}

  absl::StatusOr<RollupNode> RollUp(Objective top) {
    OKAPI_ASSIGN_OR_RETURN(counted_, scoring::CountOnce(top.name(), [&](const std::string& name) {
                             return LinksUnder(name == top.name() ? top : below_.at(name));
                           }));
    return NodeOf(std::move(top), 1);
  }

 private:
  // None under what is known: nothing below that counts elsewhere.
  absl::StatusOr<std::vector<scoring::Link>> LinksUnder(const Objective& parent) {
    std::vector<scoring::Link> links;
    OKAPI_ASSIGN_OR_RETURN(const Objective* known, known_(parent));
    if (known != nullptr) return links;
    OKAPI_ASSIGN_OR_RETURN(auto children, ChildrenOf(store_, reader_, timings_, parent));
    for (Child& child : children) {
      links.push_back({child.objective.name(), child.weight});
      below_.try_emplace(child.objective.name(), std::move(child.objective));
    }
    return links;
  }

  // A child that has nothing of its own left.
  bool CountsElsewhere(const RollupNode& node) const {
    return node.children.empty() && !CountsKeyResults(node.objective) &&
           counted_.parents.count(node.objective.name()) > 0 && !node.objective.has_grade();
  }

  absl::StatusOr<RollupNode> NodeOf(Objective objective, double weight) {
    RollupNode node;
    node.weight = weight;
    OKAPI_ASSIGN_OR_RETURN(node.timing, timings_.Of(objective));
    OKAPI_ASSIGN_OR_RETURN(const Objective* known, known_(objective));
    node.objective = known != nullptr ? *known : std::move(objective);
    if (known != nullptr) return node;
    Objective& it = node.objective;
    if (it.has_grade()) {
      *it.mutable_progress() = it.grade().progress();
      return node;
    }
    if (CountsKeyResults(it)) {
      OKAPI_ASSIGN_OR_RETURN(node.key_results,
                             store_.KeyResultsOf(reader_, it.name(), node.timing));
    }
    OKAPI_RETURN_IF_ERROR(AddChildren(node));
    *it.mutable_progress() = ObjectiveProgress(node.Parts(), node.timing, CombinationOf(it));
    return node;
  }

  absl::Status AddChildren(RollupNode& node) {
    const auto links = counted_.under.find(node.objective.name());
    if (links == counted_.under.end()) return absl::OkStatus();
    for (const scoring::Link& link : links->second) {
      // Each is at one place, so it is moved there.
      Objective below = std::move(below_.at(link.child));
      OKAPI_ASSIGN_OR_RETURN(RollupNode child, NodeOf(std::move(below), link.weight));
      if (!CountsElsewhere(child)) node.children.push_back(std::move(child));
    }
    return absl::OkStatus();
  }

  const GoalsStore& store_;
  const storage::Reader& reader_;
  Timings& timings_;
  FindKnown known_;
  scoring::CountedLinks counted_;
  std::map<std::string, Objective> below_;  // By name.
};

// Whether it may count for others beside the parent at which it was found.
bool MayCountElsewhere(const Objective& child) {
  return std::count_if(child.alignments().begin(), child.alignments().end(),
                       [](const auto& it) { return it.kind() != Alignment::SUPPORTS; }) > 1;
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
  const auto nothing_known = [](const Objective&) -> const Objective* { return nullptr; };
  return Tree(store, whole, timings, nothing_known).RollUp(std::move(objective));
}

absl::StatusOr<std::vector<std::string>> CountedElsewhere(const GoalsStore& store,
                                                          const storage::Reader& reader,
                                                          const RollupNode& node) {
  std::set<std::string> here;
  for (const RollupNode& child : node.children) here.insert(child.objective.name());
  Timings timings(store, reader.whole(), node.timing.now);
  OKAPI_ASSIGN_OR_RETURN(const std::vector<Child> children,
                         ChildrenOf(store, reader.whole(), timings, node.objective));
  std::vector<std::string> elsewhere;
  for (const Child& child : children) {
    if (here.count(child.objective.name()) == 0) elsewhere.push_back(child.objective.name());
  }
  return elsewhere;
}

Rollups::Rollups(const GoalsStore& store, const storage::Reader& reader, absl::Time now)
    : store_(store), whole_(reader.whole()), timings_(store, reader.whole(), now) {}

absl::StatusOr<Progress> Rollups::ProgressOf(const Objective& objective) {
  OKAPI_ASSIGN_OR_RETURN(const Objective* unshared, FindUnshared(objective));
  if (unshared != nullptr) return unshared->progress();
  const auto known = shared_.find(objective.name());
  if (known != shared_.end()) return known->second;
  const auto find = [this](const Objective& below) { return FindUnshared(below); };
  OKAPI_ASSIGN_OR_RETURN(const RollupNode node,
                         Tree(store_, whole_, timings_, find).RollUp(objective));
  return shared_[objective.name()] = node.objective.progress();
}

absl::StatusOr<const Objective*> Rollups::FindUnshared(const Objective& objective) {
  // What would lead back to itself is shared.
  const auto [place, is_new] = unshared_.try_emplace(objective.name());
  std::optional<Objective>& unshared = place->second;
  if (!is_new) return unshared.has_value() ? &*unshared : nullptr;
  OKAPI_ASSIGN_OR_RETURN(const std::vector<Child> children,
                         ChildrenOf(store_, whole_, timings_, objective));
  std::vector<Part> below;
  for (const Child& child : children) {
    if (MayCountElsewhere(child.objective)) return nullptr;
    OKAPI_ASSIGN_OR_RETURN(const Objective* part, FindUnshared(child.objective));
    if (part == nullptr) return nullptr;
    below.push_back(PartOf(*part, child.weight));
  }
  Objective it;
  it.set_name(objective.name());
  it.set_rollup(objective.rollup());
  if (objective.has_grade()) {
    *it.mutable_grade() = objective.grade();
    *it.mutable_progress() = objective.grade().progress();
  } else {
    OKAPI_ASSIGN_OR_RETURN(const Timing timing, timings_.Of(objective));
    std::vector<okapi::goals::v1::KeyResult> key_results;
    if (CountsKeyResults(objective)) {
      OKAPI_ASSIGN_OR_RETURN(key_results, store_.KeyResultsOf(whole_, objective.name(), timing));
    }
    std::vector<Part> parts;
    for (const auto& key_result : key_results) parts.push_back(PartOf(key_result));
    std::move(below.begin(), below.end(), std::back_inserter(parts));
    *it.mutable_progress() = ObjectiveProgress(parts, timing, CombinationOf(objective));
  }
  return &unshared.emplace(std::move(it));
}

}  // namespace okapi::goals
