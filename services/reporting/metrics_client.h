#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/clock.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "services/reporting/known_answers.h"
#include "services/reporting/scorecard_plan.h"

namespace okapi::reporting {

// Asks the metrics service for what a scorecard is made of. Thread-safe; the reading calls block
// for up to two seconds.
class MetricsClient {
 public:
  // `known` and `clock` must outlive the client.
  MetricsClient(std::shared_ptr<grpc::Channel> channel, KnownAnswers& known,
                const base::Clock& clock);

  // The calendar and the KPIs of an organization.
  KpiDefinitions ReadDefinitions(const std::string& organization) const;
  // The answers to all questions, in their order, asked side by side.
  std::vector<KpiAnswer> ReadAnswers(const ScorecardPlan& plan) const;

  // What is known from before, without asking, because the service is away.
  KpiDefinitions RecallDefinitions(const std::string& organization, const absl::Status& away) const;
  std::vector<KpiAnswer> RecallAnswers(const ScorecardPlan& plan, const absl::Status& away) const;

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
  KpiDefinitions SettleDefinitions(const std::string& organization,
                                   absl::StatusOr<okapi::metrics::v1::Settings> settings,
                                   absl::StatusOr<okapi::metrics::v1::ListKpisResponse> kpis) const;

  std::unique_ptr<okapi::metrics::v1::MetricsService::Stub> metrics_;
  KnownAnswers& known_;
  const base::Clock& clock_;
};

}  // namespace okapi::reporting
