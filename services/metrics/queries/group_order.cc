#include "services/metrics/queries/group_order.h"

#include <algorithm>
#include <optional>

namespace okapi::metrics {

void SortAndCut(const v1::AggregateKpiRequest& request, size_t interval,
                std::vector<GroupNumbers>& groups) {
  using Request = v1::AggregateKpiRequest;
  const bool smallest = request.group_order() == Request::SMALLEST_FIRST;
  const bool largest =
      request.group_order() == Request::LARGEST_FIRST ||
      (request.group_order() == Request::GROUP_ORDER_UNSPECIFIED && request.top() > 0);
  const auto value = [interval](const GroupNumbers& group) -> std::optional<double> {
    if (interval >= group.intervals.size()) return std::nullopt;
    return group.intervals[interval].value;
  };
  if (smallest || largest) {
    std::stable_sort(groups.begin(), groups.end(),
                     [&](const GroupNumbers& a, const GroupNumbers& b) {
                       const auto first = value(a);
                       const auto second = value(b);
                       if (!first.has_value() || !second.has_value())
                         return first.has_value() && !second.has_value();
                       return smallest ? *first < *second : *first > *second;
                     });
  }
  const auto top = static_cast<size_t>(request.top());
  if (top > 0 && groups.size() > top) groups.resize(top);
}

}  // namespace okapi::metrics
