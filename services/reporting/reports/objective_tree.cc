#include "services/reporting/reports/objective_tree.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::ObjectiveReport;
using Objectives = google::protobuf::RepeatedPtrField<ObjectiveReport>;
using Names = std::set<std::string>;

class Tree {
 public:
  explicit Tree(Objectives& objectives) {
    for (ObjectiveReport& it : objectives) parts_[it.objective().name()] = &it;
    Names tops;
    for (const auto& [name, part] : parts_) {
      if (!Link(*part)) tops.insert(name);
    }
    Place(tops);
    for (const auto& [name, part] : parts_) {
      if (placed_.count(name) == 0) Place({name});
    }
  }

  // Each one before those under it. It leaves the objectives that the tree was made of empty.
  Objectives Walk() {
    Objectives walk;
    std::vector<std::string> next(tops_.rbegin(), tops_.rend());
    while (!next.empty()) {
      const std::string name = std::move(next.back());
      next.pop_back();
      const Names& under = shown_under_[name];
      next.insert(next.end(), under.rbegin(), under.rend());
      walk.Add()->Swap(parts_.at(name));
    }
    return walk;
  }

 private:
  // Whether it is aligned to anything that is here.
  bool Link(const ObjectiveReport& part) {
    bool linked = false;
    for (const auto& alignment : part.objective().alignments()) {
      if (parts_.count(alignment.parent()) == 0) continue;
      aligned_to_[alignment.parent()].insert(part.objective().name());
      linked = true;
    }
    return linked;
  }

  // Level by level, and in each by name: so the nearest parent gets a child, of several the first.
  void Place(Names level) {
    for (const std::string& top : level) PlaceOne(top, "", 0);
    tops_.insert(level.begin(), level.end());
    for (int depth = 1; !level.empty(); ++depth) {
      Names below;
      for (const std::string& parent : level) {
        for (const std::string& child : aligned_to_[parent]) {
          if (placed_.count(child) > 0) continue;
          PlaceOne(child, parent, depth);
          shown_under_[parent].insert(child);
          below.insert(child);
        }
      }
      level = std::move(below);
    }
  }
  void PlaceOne(const std::string& name, const std::string& parent, int depth) {
    placed_.insert(name);
    parts_.at(name)->set_parent(parent);
    parts_.at(name)->set_depth(depth);
  }

  std::map<std::string, ObjectiveReport*> parts_;
  std::map<std::string, Names> aligned_to_;
  Names placed_;
  Names tops_;
  std::map<std::string, Names> shown_under_;
};

}  // namespace

void ArrangeAsTree(Objectives& objectives) {
  Objectives walk = Tree(objectives).Walk();
  objectives.Swap(&walk);
}

}  // namespace okapi::reporting
