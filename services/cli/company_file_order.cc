#include "services/cli/company_file_order.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "services/cli/company_file_references.h"

namespace okapi::cli {
namespace {

// Puts what is referred to before what refers to it; otherwise keeps the order.
class Sorter {
 public:
  explicit Sorter(std::vector<DeclaredResource> declared) : declared_(std::move(declared)) {
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

  // A circle is broken anywhere: the server says what is wrong with it.
  void Visit(size_t i, std::vector<size_t>& order) {
    if (state_[i] != kNew) return;
    state_[i] = kOpen;
    for (const std::string& reference : declared_[i].references) {
      const auto found = positions_.find(reference);
      if (found != positions_.end()) Visit(found->second, order);
    }
    state_[i] = kDone;
    order.push_back(i);
  }

  std::vector<DeclaredResource> declared_;
  std::map<std::string, size_t> positions_;
  std::vector<State> state_;
};

}  // namespace

std::vector<DeclaredResource> InOrder(std::vector<DeclaredResource> declared) {
  std::map<const Kind*, int> ranks;
  for (const Kind& kind : Kinds()) ranks[&kind] = RankOf(kind);
  const auto key = [&ranks](const DeclaredResource& each) {
    // A singleton cannot be created.
    return std::tuple(ranks[each.kind], each.kind->create != nullptr);
  };
  std::stable_sort(declared.begin(), declared.end(),
                   [&key](const auto& a, const auto& b) { return key(a) < key(b); });
  return Sorter(std::move(declared)).Sort();
}

}  // namespace okapi::cli
