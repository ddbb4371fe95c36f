#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
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

// A period of the KPI's frequency that belongs to a longer one, or is it.
struct TargetPart {
  int32_t day = 0;  // DayNumber of the first one.
  absl::Time start;
  absl::Time end;
};

// What is to be reached, or is due: a number, or a range, of which `value` is the lower end.
struct Aim {
  double value = 0;
  std::optional<double> max;
  friend bool operator==(const Aim&, const Aim&) = default;
};

// The targets of a KPI, ready to be looked up. The rules are those of resources.proto.
class Targets {
 public:
  explicit Targets(const v1::Kpi& kpi);
  bool empty() const { return by_scope_.empty(); }

  // The target of a period of the KPI's frequency that starts on `day`: a target of the one member
  // goes before that of each member.
  std::optional<Aim> On(const TargetScope& scope, int32_t day) const;
  // The target of a period made of these: of a sum, which is `additive`, their targets added up,
  // else the last one. How the period is computed says its definition, not that of now.
  std::optional<Aim> Over(const TargetScope& scope, absl::Span<const TargetPart> parts,
                          bool additive) const;
  // How much of it is due at a time.
  std::optional<Aim> DueOver(const TargetScope& scope, absl::Span<const TargetPart> parts,
                             absl::Time at, bool additive) const;

 private:
  // The latest target that holds on the day; nullptr if there is none.
  const v1::Target* Find(const TargetScope& scope, int32_t day) const;
  const v1::Target* FindOn(const TargetScope& scope, int32_t day) const;
  // Adds up the shares of the targets; nullopt if none of the parts has one.
  std::optional<Aim> Add(
      const TargetScope& scope, absl::Span<const TargetPart> parts,
      absl::FunctionRef<double(const v1::Target&, const TargetPart&)> share) const;

  // From the first day each holds for, ascending.
  std::map<TargetScope, std::vector<std::pair<int32_t, v1::Target>>> by_scope_;
};

}  // namespace okapi::metrics
