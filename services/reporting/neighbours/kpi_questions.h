#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "services/reporting/neighbours/answer.h"
#include "services/reporting/neighbours/known_answers.h"

namespace okapi::reporting {

// What metrics knows of an organization besides numbers. The list holds all pages.
struct KpiDefinitions {
  Answer<okapi::metrics::v1::Settings> settings;
  Answer<okapi::metrics::v1::ListKpisResponse> kpis;

  // OK when both were received just now.
  const absl::Status& Problem() const {
    return settings.problem.ok() ? kpis.problem : settings.problem;
  }
};

// Whether what goals refuses is only that it does not know the organization, which is nothing
// wrong: a company may use KPIs alone. One that metrics is known to have nothing of either does not
// exist.
inline bool HasKpisOnly(const absl::Status& refusal, const KpiDefinitions& definitions) {
  const bool nothing = definitions.kpis.known() && definitions.kpis.value.kpis().empty();
  return refusal.code() == absl::StatusCode::kNotFound && !nothing;
}

// Asks for what was said about a KPI, or about every one of an organization.
struct KpiCommentsQuestion {
  okapi::metrics::v1::ListKpiCommentsRequest request;
  // Under which the answer is remembered. For a report of now it does not depend on the time.
  AnswerKey key;
};
// As many comments are read, more or less by a page: what nobody reads through need not be held in
// memory. An answer that was cut off there has the token of its next page.
inline constexpr int kKpiCommentsMax = 10'000;
using KpiComments = Answer<okapi::metrics::v1::ListKpiCommentsResponse>;

using KpiAnswer = Answer<okapi::metrics::v1::AggregateKpiResponse>;

// One question to metrics about a KPI.
struct KpiQuestion {
  // Position of its KPI in a list of the caller's.
  size_t kpi = 0;
  // The label broken down by; empty for the whole.
  std::string dimension;
  okapi::metrics::v1::AggregateKpiRequest request;
  // Under which the answer is remembered. For a scorecard of now it does not depend on the time, so
  // that the answer is found when the next period has begun.
  AnswerKey key;
};

// Answers to questions about KPIs.
struct KpiAnswers {
  // In the order of the questions.
  std::vector<KpiAnswer> answers;
  // The revision that all of them were computed at, if it was one and all are fresh.
  std::optional<int64_t> revision;
};

}  // namespace okapi::reporting
