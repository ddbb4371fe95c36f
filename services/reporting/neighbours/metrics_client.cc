#include "services/reporting/neighbours/metrics_client.h"

#include <chrono>
#include <utility>

#include "common/api/resource_name.h"
#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/rpc/retry.h"
#include "common/status/convert.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/neighbours/call_group.h"
#include "services/reporting/neighbours/kpi_memory.h"
#include "spdlog/spdlog.h"

namespace okapi::reporting {
namespace {

namespace metrics = okapi::metrics::v1;

// The most that metrics gives at once.
constexpr int kRowsPerPage = 1000;
// Questions asked in one call. Metrics answers a call on one thread; several keep all of its busy.
constexpr size_t kQuestionsPerCall = 250;

metrics::GetSettingsRequest SettingsOf(const std::string& organization) {
  metrics::GetSettingsRequest request;
  request.set_name(organization + "/settings");
  return request;
}

metrics::ListKpisRequest KpisOf(const std::string& organization) {
  metrics::ListKpisRequest request;
  request.set_parent(organization);
  request.set_page_size(kRowsPerPage);
  return request;
}

// Questions of one call and what came of it.
struct Batch {
  absl::Span<const KpiQuestion> questions;
  absl::StatusOr<metrics::BatchAggregateKpisResponse> outcome;
};

metrics::BatchAggregateKpisRequest BatchOf(const std::string& organization,
                                           absl::Span<const KpiQuestion> questions) {
  metrics::BatchAggregateKpisRequest request;
  request.set_parent(organization);
  for (const KpiQuestion& question : questions) *request.add_queries() = question.request;
  return request;
}

// The outcome of the batch's question number `i`. Nobody shows the revision, and with it every
// answer would look new.
absl::StatusOr<metrics::AggregateKpiResponse> OutcomeOf(Batch& batch, size_t i) {
  if (!batch.outcome.ok()) return batch.outcome.status();
  if (static_cast<int>(i) >= batch.outcome->answers_size()) {
    return absl::InternalError("metrics left out an answer");
  }
  metrics::AggregateUpdate& answer = *batch.outcome->mutable_answers(static_cast<int>(i));
  if (answer.has_error()) {
    return status::FromGrpc(grpc::Status(static_cast<grpc::StatusCode>(answer.error().code()),
                                         answer.error().message(),
                                         answer.error().SerializeAsString()));
  }
  answer.mutable_result()->clear_revision();
  return std::move(*answer.mutable_result());
}

// Whether a question was left out because the batch's answers would have become too many.
bool IsTooLarge(const absl::Status& problem) {
  return status::ReasonOf(problem) == status::ErrorReason::LIMIT_EXCEEDED;
}

}  // namespace

MetricsClient::MetricsClient(std::shared_ptr<grpc::Channel> channel, KnownAnswers& known,
                             const base::Clock& clock)
    : metrics_(metrics::MetricsService::NewStub(channel)),
      patience_(Patience::With(channel)),
      heads_(channel, *patience_),
      known_(known),
      clock_(clock) {}

absl::StatusOr<int64_t> MetricsClient::Revision(const std::string& organization) const {
  return heads_.Revision(organization);
}

PeoplesChanges MetricsClient::ReadChanges(const std::string& organization, absl::Time since,
                                          std::optional<absl::Time> until) const {
  return ReadPeoplesChanges<metrics::WatchRequest, metrics::WatchResponse>(
      heads_, *metrics_, organization, since, until);
}

absl::StatusOr<metrics::ListSamplesResponse> MetricsClient::FirstSamples(
    const metrics::ListSamplesRequest& request) const {
  // A call of its own, because a group would fetch every page.
  const absl::Duration wait = patience_->Wait();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(wait));
  metrics::ListSamplesResponse response;
  const absl::Status outcome =
      status::FromGrpc(metrics_->ListSamples(&context, request, &response));
  patience_->Heard(wait, outcome);
  if (!outcome.ok()) return outcome;
  return response;
}

KpiDefinitions MetricsClient::ReadDefinitions(const std::string& organization) const {
  absl::StatusOr<metrics::Settings> settings;
  absl::StatusOr<metrics::ListKpisResponse> kpis;
  {
    auto* async = metrics_->async();
    CallGroup calls(*patience_);
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

KpiComments MetricsClient::ReadComments(const KpiCommentsQuestion& question) const {
  absl::StatusOr<metrics::ListKpiCommentsResponse> comments;
  {
    auto* async = metrics_->async();
    CallGroup calls(*patience_);
    metrics::ListKpiCommentsRequest request = question.request;
    request.set_page_size(kRowsPerPage);
    calls.Start([async](auto... call) { async->ListKpiComments(std::move(call)...); },
                std::move(request), &comments,
                [](const metrics::ListKpiCommentsResponse& read) {
                  return read.kpi_comments_size() >= kKpiCommentsMax;
                });
  }
  return known_.Settle(question.key, std::move(comments), clock_.Now());
}

KpiComments MetricsClient::RecallComments(const KpiCommentsQuestion& question,
                                          const absl::Status& away) const {
  return known_.Settle(question.key, absl::StatusOr<metrics::ListKpiCommentsResponse>(away),
                       clock_.Now());
}

KpiAnswers MetricsClient::Ask(const std::string& organization,
                              absl::Span<const KpiQuestion> questions) const {
  std::vector<Batch> batches;
  {
    auto* async = metrics_->async();
    CallGroup calls(*patience_);
    batches.reserve((questions.size() + kQuestionsPerCall - 1) / kQuestionsPerCall);
    for (size_t first = 0; first < questions.size(); first += kQuestionsPerCall) {
      Batch& batch = batches.emplace_back();
      batch.questions = questions.subspan(first, kQuestionsPerCall);
      calls.Start([async](auto... call) { async->BatchAggregateKpis(std::move(call)...); },
                  BatchOf(organization, batch.questions), &batch.outcome);
    }
  }
  KpiAnswers all;
  all.answers.reserve(questions.size());
  const absl::Time now = clock_.Now();
  bool one_revision = !batches.empty();
  for (Batch& batch : batches) {
    one_revision = one_revision && batch.outcome.ok() &&
                   batch.outcome->revision() == batches.front().outcome->revision();
    for (size_t i = 0; i < batch.questions.size(); ++i) {
      const KpiQuestion& question = batch.questions[i];
      all.answers.push_back(SettlePeriods(question, OutcomeOf(batch, i), now));
      if (!IsTooLarge(all.answers.back().problem)) continue;
      all.answers.back() = AskAlone(question);
      one_revision = false;
    }
  }
  if (one_revision) all.revision = batches.front().outcome->revision();
  return all;
}

absl::StatusOr<KpiAnswers> MetricsClient::AskAnew(const std::string& organization,
                                                  absl::Span<const KpiQuestion> questions) const {
  Batch batch;
  batch.questions = questions;
  {
    auto* async = metrics_->async();
    CallGroup calls(*patience_);
    calls.Start([async](auto... call) { async->BatchAggregateKpis(std::move(call)...); },
                BatchOf(organization, questions), &batch.outcome);
  }
  if (!batch.outcome.ok()) return batch.outcome.status();
  KpiAnswers all;
  all.revision = batch.outcome->revision();
  for (size_t i = 0; i < questions.size(); ++i) {
    KpiAnswer& answer = all.answers.emplace_back();
    auto outcome = OutcomeOf(batch, i);
    if (IsTooLarge(outcome.status())) outcome = Aggregate(questions[i]);
    OKAPI_ASSIGN_OR_RETURN(answer.value, std::move(outcome));
    answer.time = clock_.Now();
  }
  return all;
}

absl::StatusOr<metrics::Kpi> MetricsClient::GetKpi(const std::string& name) const {
  metrics::GetKpiRequest request;
  request.set_name(name);
  absl::StatusOr<metrics::Kpi> kpi;
  auto* async = metrics_->async();
  CallGroup calls(*patience_);
  calls.Start([async](auto... call) { async->GetKpi(std::move(call)...); }, request, &kpi);
  calls.Wait();
  return kpi;
}

absl::StatusOr<metrics::AggregateKpiResponse> MetricsClient::Aggregate(
    const KpiQuestion& question) const {
  absl::StatusOr<metrics::AggregateKpiResponse> outcome;
  auto* async = metrics_->async();
  CallGroup calls(*patience_);
  calls.Start([async](auto... call) { async->AggregateKpi(std::move(call)...); }, question.request,
              &outcome);
  calls.Wait();
  return outcome;
}

KpiAnswer MetricsClient::AskAlone(const KpiQuestion& question) const {
  absl::StatusOr<metrics::AggregateKpiResponse> outcome = Aggregate(question);
  if (outcome.ok()) outcome->clear_revision();
  return SettlePeriods(question, std::move(outcome), clock_.Now());
}

KpiAnswer MetricsClient::SettlePeriods(const KpiQuestion& question,
                                       absl::StatusOr<metrics::AggregateKpiResponse> outcome,
                                       absl::Time now) const {
  const bool away = rpc::MayPass(outcome.status());
  if (!away || question.key.variant.empty()) {
    return known_.Settle(question.key, std::move(outcome), now);
  }
  std::vector<KnownPeriods> known;
  const auto records = known_.FindVariants(question.key);
  if (!records.ok()) spdlog::error("known answers not readable: {}", records.status().ToString());
  if (records.ok()) {
    for (const auto& [variant, record] : *records) {
      KnownPeriods periods{variant, api::FromTimestamp(record.time()), {}};
      if (!periods.response.ParseFromString(record.response())) continue;
      known.push_back(std::move(periods));
    }
  }
  return PutTogether(question, std::move(known), outcome.status());
}

KpiAnswers MetricsClient::Recall(absl::Span<const KpiQuestion> questions,
                                 const absl::Status& away) const {
  KpiAnswers all;
  all.answers.reserve(questions.size());
  const absl::Time now = clock_.Now();
  for (const KpiQuestion& question : questions) {
    all.answers.push_back(SettlePeriods(question, away, now));
  }
  return all;
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
