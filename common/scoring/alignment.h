#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"

// What counts where when objectives contribute to objectives. Names stand for them.
namespace okapi::scoring {

// A link as its parent sees it: the child is part of the parent's progress.
struct Link {
  std::string child;
  double weight = 1;
};

// Everything below one top, each at one place.
struct CountedLinks {
  // By parent: what counts there, in the order given.
  std::map<std::string, std::vector<Link>> under;
  // Those that have something below them, whether it counts there or elsewhere.
  std::set<std::string> parents;
};

// The ways up from one: whom it contributes to or supports; the links under one.
using ParentsOf = absl::FunctionRef<absl::StatusOr<std::vector<std::string>>(const std::string&)>;
using LinksOf = absl::FunctionRef<absl::StatusOr<std::vector<Link>>(const std::string&)>;

// What can be reached in several ways counts once, at its nearest parent; of equally near ones at
// the first by name. `links_of` is asked once about each that is reached, level by level.
absl::StatusOr<CountedLinks> CountOnce(const std::string& top, LinksOf links_of);

// Whether `name` would be its own ancestor if it had these parents. Ways may meet above it.
absl::StatusOr<bool> LeadsBack(const std::string& name, const std::vector<std::string>& parents,
                               ParentsOf parents_of);

}  // namespace okapi::scoring
