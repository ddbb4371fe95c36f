#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::metrics {

// The definitions that a KPI has had, as far as they still count.
class KpiHistory {
 public:
  struct Definition {
    int32_t since = 0;  // DayNumber of the first day it holds for; 0: from ever.
    okapi::metrics::v1::Kpi kpi;
  };

  explicit KpiHistory(okapi::metrics::v1::Kpi current);

  // As it stands: what is not computed with, such as dimensions, always counts from here.
  const okapi::metrics::v1::Kpi& current() const { return definitions_.back().kpi; }
  // Ascending; the first one is from ever.
  const std::vector<Definition>& definitions() const { return definitions_; }
  // The one that holds for a period that starts on the day.
  const Definition& On(int32_t day) const;

 private:
  std::vector<Definition> definitions_;
};

// nullopt when there is no such KPI.
absl::StatusOr<std::optional<KpiHistory>> FindHistory(const storage::Reader& reader,
                                                      const std::string& kpi);

// Visits all KPIs of an organization by name, until the visitor returns false.
absl::Status ForEachKpi(const storage::Reader& reader, const std::string& organization,
                        absl::FunctionRef<bool(const okapi::metrics::v1::Kpi&)> visit);

}  // namespace okapi::metrics
