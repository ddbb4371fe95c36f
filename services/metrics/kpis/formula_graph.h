#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/storage/reader.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::metrics {

// Bounds of what a formula rests on, through the formulas of its operands.
inline constexpr size_t kFormulaLevelsMax = 10;
inline constexpr size_t kFormulaKpisMax = 100;

// `organizations/{organization}/kpis/{kpi}` for a name in a formula: an id with `_` for `-`.
std::string OperandName(const std::string& organization, absl::string_view name);

// Which KPIs of an organization are computed from which, by any of their definitions that counts.
class FormulaGraph {
 public:
  static absl::StatusOr<FormulaGraph> Load(const storage::Reader& reader,
                                           const std::string& organization);

  // Whether the KPI's formula, which parses, may be stored. FAILED_PRECONDITION naming the place in
  // the formula: REFERENCE_NOT_FOUND for a name that is no KPI, CYCLIC_REFERENCE for one that is
  // computed from this KPI. INVALID_ARGUMENT / LIMIT_EXCEEDED when this or another formula would
  // rest on too much.
  absl::Status Check(const okapi::metrics::v1::Kpi& kpi) const;
  // A KPI that is computed from this one, if there is any.
  std::optional<std::string> UserOf(const std::string& kpi) const;

 private:
  using Operands = std::map<std::string, std::set<std::string>>;

  void Add(const okapi::metrics::v1::Kpi& kpi);

  std::string organization_;
  // By name; those that are not computed from others have none.
  Operands operands_;
};

}  // namespace okapi::metrics
