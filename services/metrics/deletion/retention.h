#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/rpc/runtime.h"
#include "services/metrics/engine/sample_engine.h"
#include "services/metrics/kpis/definitions.h"

namespace okapi::metrics {

// For how many days the samples of each metric are kept: as long as any of the KPIs made of it
// wants them. Metrics that a KPI keeps for ever, or that no KPI is made of, are not in it.
std::map<std::string, int> RetentionDays(const std::vector<okapi::metrics::v1::Kpi>& kpis);

// Drops what is older than the KPIs want it, once an hour. The rest of the service must outlive the
// runtime's executor.
class Retention : public std::enable_shared_from_this<Retention> {
 public:
  static std::shared_ptr<Retention> Create(rpc::Runtime& runtime, const Definitions& definitions,
                                           SampleEngine& engine);
  ~Retention();

  // Drops now, in all organizations. Not from the lane.
  absl::Status Apply();

 private:
  Retention(rpc::Runtime& runtime, const Definitions& definitions, SampleEngine& engine)
      : runtime_(runtime), definitions_(definitions), engine_(engine) {}
  void Tick();

  rpc::Runtime& runtime_;
  const Definitions& definitions_;
  SampleEngine& engine_;
  std::atomic<int64_t> next_us_{0};
  int64_t tick_ = 0;
};

}  // namespace okapi::metrics
