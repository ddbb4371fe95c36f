#include "services/reporting/metrics_client.h"

#include <utility>

#include "common/api/stable_bytes.h"
#include "services/reporting/call_group.h"

namespace okapi::reporting {
namespace {

namespace metrics = okapi::metrics::v1;

constexpr absl::Duration kTimeout = absl::Seconds(2);
// The most that metrics gives at once.
constexpr int kPageSize = 1000;

metrics::GetSettingsRequest SettingsOf(const std::string& organization) {
  metrics::GetSettingsRequest request;
  request.set_name(organization + "/settings");
  return request;
}

metrics::ListKpisRequest KpisOf(const std::string& organization) {
  metrics::ListKpisRequest request;
  request.set_parent(organization);
  request.set_page_size(kPageSize);
  return request;
}

}  // namespace

MetricsClient::MetricsClient(std::shared_ptr<grpc::Channel> channel, KnownAnswers& known,
                             const base::Clock& clock)
    : metrics_(metrics::MetricsService::NewStub(channel)), known_(known), clock_(clock) {}

KpiDefinitions MetricsClient::ReadDefinitions(const std::string& organization) const {
  absl::StatusOr<metrics::Settings> settings;
  absl::StatusOr<metrics::ListKpisResponse> kpis;
  {
    auto* async = metrics_->async();
    CallGroup calls(kTimeout);
    calls.Start([async](auto... call) { async->GetSettings(std::move(call)...); },
                SettingsOf(organization), &settings);
    calls.Start([async](auto... call) { async->ListKpis(std::move(call)...); },
                KpisOf(organization), &kpis);
  }
  return SettleDefinitions(organization, std::move(settings), std::move(kpis));
}

KpiDefinitions MetricsClient::RecallDefinitions(const std::string& organization,
                                                const absl::Status& away) const {
  return SettleDefinitions(organization, away, away);
}

KpiDefinitions MetricsClient::SettleDefinitions(
    const std::string& organization, absl::StatusOr<metrics::Settings> settings,
    absl::StatusOr<metrics::ListKpisResponse> kpis) const {
  const absl::Time now = clock_.Now();
  const AnswerKey settings_key{organization, "GetSettings",
                               api::StableBytes(SettingsOf(organization))};
  const AnswerKey kpis_key{organization, "ListKpis", api::StableBytes(KpisOf(organization))};
  return KpiDefinitions{known_.Settle(settings_key, std::move(settings), now),
                        known_.Settle(kpis_key, std::move(kpis), now)};
}

std::vector<KpiAnswer> MetricsClient::ReadAnswers(const ScorecardPlan& plan) const {
  std::vector<absl::StatusOr<metrics::AggregateKpiResponse>> outcomes(plan.questions.size());
  {
    auto* async = metrics_->async();
    CallGroup calls(kTimeout);
    for (size_t i = 0; i < outcomes.size(); ++i) {
      calls.Start([async](auto... call) { async->AggregateKpi(std::move(call)...); },
                  plan.questions[i].request, &outcomes[i]);
    }
  }
  std::vector<KpiAnswer> answers;
  answers.reserve(outcomes.size());
  const absl::Time now = clock_.Now();
  for (size_t i = 0; i < outcomes.size(); ++i) {
    // Nobody shows the revision, and with it every answer would look new.
    if (outcomes[i].ok()) outcomes[i]->clear_revision();
    answers.push_back(known_.Settle(plan.questions[i].key, std::move(outcomes[i]), now));
  }
  return answers;
}

std::vector<KpiAnswer> MetricsClient::RecallAnswers(const ScorecardPlan& plan,
                                                    const absl::Status& away) const {
  std::vector<KpiAnswer> answers;
  answers.reserve(plan.questions.size());
  const absl::Time now = clock_.Now();
  for (const KpiQuestion& question : plan.questions) {
    answers.push_back(known_.Settle<metrics::AggregateKpiResponse>(question.key, away, now));
  }
  return answers;
}

void MetricsClient::Remember(const KpiQuestion& question,
                             const metrics::AggregateKpiResponse& response, absl::Time time) const {
  known_.Remember(question.key, api::StableBytes(response), time);
}

std::unique_ptr<grpc::ClientReader<metrics::WatchResponse>> MetricsClient::Watch(
    grpc::ClientContext* context, const std::string& organization) const {
  metrics::WatchRequest request;
  request.set_parent(organization);
  return metrics_->Watch(context, request);
}

std::unique_ptr<grpc::ClientReader<metrics::WatchAggregatesResponse>>
MetricsClient::WatchAggregates(grpc::ClientContext* context,
                               const metrics::WatchAggregatesRequest& request) const {
  return metrics_->WatchAggregates(context, request);
}

}  // namespace okapi::reporting
