#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "google/type/date.pb.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::metrics {

// What a target is for: the whole (both empty), each member of a dimension (no member), or one
// member.
struct TargetScope {
  std::string dimension;
  std::string member;
  friend auto operator<=>(const TargetScope&, const TargetScope&) = default;
};

// A day as a number that sorts: 20250314. An absent or empty date is 0, before all others.
int32_t DayNumber(const google::type::Date& date);

// The targets of a KPI, ready to be looked up. The rules are those of resources.proto.
class Targets {
 public:
  explicit Targets(const v1::Kpi& kpi);
  bool empty() const { return by_scope_.empty(); }

  // The target of a period of the KPI's frequency that starts on `day`: a target of the one member
  // goes before that of each member.
  std::optional<double> On(const TargetScope& scope, int32_t day) const;
  // The target of a longer period, made of periods that start on `days`: for a SUM their targets
  // added up, else the last one.
  std::optional<double> Over(const TargetScope& scope, absl::Span<const int32_t> days) const;

 private:
  std::optional<double> Find(const TargetScope& scope, int32_t day) const;

  bool additive_;
  // From the first day each holds for, ascending.
  std::map<TargetScope, std::vector<std::pair<int32_t, double>>> by_scope_;
};

}  // namespace okapi::metrics
