#include "services/cli/company/company_file_order.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/session/references.h"

namespace okapi::cli {
namespace {

// Puts what is referred to before what refers to it; otherwise keeps the order.
class Sorter {
 public:
  Sorter(std::vector<DeclaredResource> declared, YamlErrors& errors)
      : declared_(std::move(declared)), errors_(errors) {
    for (size_t i = 0; i < declared_.size(); ++i) positions_[declared_[i].name] = i;
    state_.resize(declared_.size(), kNew);
  }

  std::vector<DeclaredResource> Sort() {
    std::vector<size_t> order;
    for (size_t i = 0; i < declared_.size(); ++i) Visit(i, order);
    std::vector<DeclaredResource> sorted;
    for (const size_t i : order) sorted.push_back(std::move(declared_[i]));
    return sorted;
  }

 private:
  enum State { kNew, kOpen, kDone };

  // A circle is broken anywhere.
  void Visit(size_t i, std::vector<size_t>& order) {
    if (state_[i] == kOpen) TellOfCircle(i);
    if (state_[i] != kNew) return;
    state_[i] = kOpen;
    way_.push_back(i);
    for (const std::string& reference : declared_[i].references) {
      const auto found = positions_.find(reference);
      if (found != positions_.end()) Visit(found->second, order);
    }
    state_[i] = kDone;
    way_.pop_back();
    order.push_back(i);
  }

  // The way has come back to `first`. Circles of several kinds are for the services to judge.
  void TellOfCircle(size_t first) {
    std::vector<std::string> names;
    for (auto i = std::find(way_.begin(), way_.end(), first); i != way_.end(); ++i) {
      if (declared_[*i].kind != declared_[first].kind) return;
      names.push_back(ShortName(declared_[*i].name));
    }
    names.push_back(names.front());
    errors_.Add(declared_[first].mark, declared_[first].path,
                absl::StrCat("refers to itself in a circle: ", absl::StrJoin(names, ", ")));
  }

  std::vector<DeclaredResource> declared_;
  std::map<std::string, size_t> positions_;
  std::vector<State> state_;
  // From where the visit began to where it is.
  std::vector<size_t> way_;
  YamlErrors& errors_;
};

}  // namespace

std::vector<DeclaredResource> InOrder(std::vector<DeclaredResource> declared, YamlErrors& errors) {
  std::map<const Kind*, int> ranks;
  for (const Kind& kind : Kinds()) ranks[&kind] = RankOf(kind);
  const auto key = [&ranks](const DeclaredResource& each) {
    // A singleton cannot be created.
    return std::tuple(ranks[each.kind], each.kind->create != nullptr);
  };
  std::stable_sort(declared.begin(), declared.end(),
                   [&key](const auto& a, const auto& b) { return key(a) < key(b); });
  return Sorter(std::move(declared), errors).Sort();
}

}  // namespace okapi::cli
