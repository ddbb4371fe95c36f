#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/neighbours/neighbours.h"

namespace okapi::reporting {

// A number of a KPI that is to be explained: the last one of the answer, or the last with samples.
struct KpiNumber {
  okapi::metrics::v1::AggregateKpiRequest question;
  bool with_samples = false;
  // Only periods that are over by then.
  std::optional<absl::Time> over_by;
  // That it drives; empty for none.
  std::string key_result;
};

// Explains the numbers of the KPIs of one organization. Everything is read anew: what was known
// would explain another number. The calls block for some seconds at most.
class KpiExplainer {
 public:
  // Reads the definitions. `neighbours` must outlive it.
  KpiExplainer(const Neighbours& neighbours, const std::string& organization);

  const absl::Status& Problem() const { return definitions_.Problem(); }
  const KpiDefinitions& definitions() const { return definitions_; }
  std::string TimeZone() const;

  // The number alone, down to its samples.
  absl::StatusOr<okapi::reporting::v1::KpiExplanation> Explain(const KpiNumber& number) const;
  // A cell of a scorecard: its number, and everything beside it. The request is a checked one about
  // a KPI.
  absl::StatusOr<okapi::reporting::v1::KpiExplanation> ExplainCell(
      const okapi::reporting::v1::ExplainNumberRequest& request) const;

 private:
  const okapi::metrics::v1::Kpi* Find(const std::string& name) const;
  // What the number that the explanation has is made of, in words too: of a formula its operands,
  // of others the samples.
  absl::Status AddOrigin(const KpiNumber& number,
                         okapi::reporting::v1::KpiExplanation& explanation) const;
  absl::Status AddOperands(const KpiNumber& number, const std::string& formula,
                           okapi::reporting::v1::KpiExplanation& explanation) const;
  absl::Status AddSamples(const okapi::metrics::v1::AggregateKpiRequest& question,
                          const okapi::metrics::v1::KpiDefinition& definition,
                          okapi::reporting::v1::KpiExplanation& explanation) const;

  const Neighbours& neighbours_;
  const std::string organization_;
  const KpiDefinitions definitions_;
};

}  // namespace okapi::reporting
