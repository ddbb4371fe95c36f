#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/base/clock.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "services/reporting/neighbours/head_reader.h"
#include "services/reporting/neighbours/known_answers.h"
#include "services/reporting/neighbours/kpi_questions.h"
#include "services/reporting/neighbours/patience.h"
#include "services/reporting/neighbours/peoples_changes.h"

namespace okapi::reporting {

// Asks the metrics service for what a scorecard is made of. Thread-safe; the reading calls block
// for as long as there is patience with the service: up to two seconds.
class MetricsClient {
 public:
  // `known` and `clock` must outlive the client.
  MetricsClient(std::shared_ptr<grpc::Channel> channel, KnownAnswers& known,
                const base::Clock& clock);

  // The calendar and the KPIs of an organization.
  KpiDefinitions ReadDefinitions(const std::string& organization) const;
  // What was said about KPIs, page by page up to kKpiCommentsMax.
  KpiComments ReadComments(const KpiCommentsQuestion& question) const;
  // The answers to all questions about KPIs of the organization, in their order, asked in few calls
  // side by side.
  KpiAnswers Ask(const std::string& organization, absl::Span<const KpiQuestion> questions) const;

  // The same, neither remembered nor from memory: all of them, or the first problem. Of one moment,
  // the revision, unless one is too large to be answered with others.
  absl::StatusOr<KpiAnswers> AskAnew(const std::string& organization,
                                     absl::Span<const KpiQuestion> questions) const;

  // One KPI as it is now, neither remembered nor from memory.
  absl::StatusOr<okapi::metrics::v1::Kpi> GetKpi(const std::string& name) const;
  // One answer, neither remembered nor from memory, with its revision.
  absl::StatusOr<okapi::metrics::v1::AggregateKpiResponse> Aggregate(
      const KpiQuestion& question) const;
  // The first samples of a metric; not remembered.
  absl::StatusOr<okapi::metrics::v1::ListSamplesResponse> FirstSamples(
      const okapi::metrics::v1::ListSamplesRequest& request) const;

  // What people changed from a time on and before another, or up to now. Nothing of it is
  // remembered.
  PeoplesChanges ReadChanges(const std::string& organization, absl::Time since,
                             std::optional<absl::Time> until) const;

  // How far the service has come: while that is the same, so are its answers about a fixed time.
  absl::StatusOr<int64_t> Revision(const std::string& organization) const;

  // What is known from before, without asking, because the service is away.
  KpiDefinitions RecallDefinitions(const std::string& organization, const absl::Status& away) const;
  KpiComments RecallComments(const KpiCommentsQuestion& question, const absl::Status& away) const;
  KpiAnswers Recall(absl::Span<const KpiQuestion> questions, const absl::Status& away) const;

  // Keeps an answer that came on a stream at `time`.
  void Remember(const KpiQuestion& question,
                const okapi::metrics::v1::AggregateKpiResponse& response, absl::Time time) const;

  // Opens the stream of changes of definitions from now on.
  std::unique_ptr<grpc::ClientReader<okapi::metrics::v1::WatchResponse>> Watch(
      grpc::ClientContext* context, const std::string& organization) const;
  // Opens a stream of answers.
  std::unique_ptr<grpc::ClientReader<okapi::metrics::v1::WatchAggregatesResponse>> WatchAggregates(
      grpc::ClientContext* context,
      const okapi::metrics::v1::WatchAggregatesRequest& request) const;

 private:
  KpiAnswer AskAlone(const KpiQuestion& question) const;
  // While the service is away, what was known of the periods by whatever question.
  KpiAnswer SettlePeriods(const KpiQuestion& question,
                          absl::StatusOr<okapi::metrics::v1::AggregateKpiResponse> outcome,
                          absl::Time now) const;
  KpiDefinitions SettleDefinitions(const std::string& organization,
                                   absl::StatusOr<okapi::metrics::v1::Settings> settings,
                                   absl::StatusOr<okapi::metrics::v1::ListKpisResponse> kpis) const;

  std::unique_ptr<okapi::metrics::v1::MetricsService::Stub> metrics_;
  const std::unique_ptr<Patience> patience_;
  const HeadReader heads_;
  KnownAnswers& known_;
  const base::Clock& clock_;
};

}  // namespace okapi::reporting
