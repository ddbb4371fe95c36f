#include "services/reporting/live/live_scorecard.h"

#include <algorithm>
#include <utility>

#include "common/api/timestamp.h"
#include "common/rpc/retry.h"
#include "services/reporting/reports/scorecard.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::AggregateUpdate;
using okapi::metrics::v1::WatchAggregatesRequest;
using okapi::reporting::v1::WatchReportResponse;

// Questions on one stream; metrics takes up to 2000. Fewer keep its first message, which has all
// answers, of moderate size.
constexpr size_t kQuestionsPerPart = 500;

// Between two attempts to read the definitions from a service whose streams are alive.
constexpr absl::Duration kRetryInterval = absl::Milliseconds(500);

KpiAnswer AnswerOf(const AggregateUpdate& update, absl::Time now) {
  KpiAnswer answer;
  if (update.has_error()) {
    answer.problem = absl::Status(static_cast<absl::StatusCode>(update.error().code()),
                                  update.error().message());
    return answer;
  }
  answer.value = update.result();
  answer.value.clear_revision();
  answer.time = now;
  return answer;
}

}  // namespace

std::shared_ptr<LiveScorecard> LiveScorecard::Start(std::shared_ptr<const Neighbours> neighbours,
                                                    std::shared_ptr<Lane> lane,
                                                    ScorecardQuery query, Changed changed) {
  std::shared_ptr<LiveScorecard> scorecard(new LiveScorecard(std::move(neighbours), std::move(lane),
                                                             std::move(query), std::move(changed)));
  scorecard->FollowDefinitions();
  return scorecard;
}

LiveScorecard::LiveScorecard(std::shared_ptr<const Neighbours> neighbours,
                             std::shared_ptr<Lane> lane, ScorecardQuery query, Changed changed)
    : neighbours_(std::move(neighbours)),
      lane_(std::move(lane)),
      query_(std::move(query)),
      changed_(std::move(changed)) {}

template <typename Function>
auto LiveScorecard::OnLane(Function function) {
  return [lane = lane_, weak = weak_from_this(), function](auto... arguments) {
    lane->Post([weak, function, ... arguments = std::move(arguments)]() mutable {
      if (auto scorecard = weak.lock()) function(*scorecard, std::move(arguments)...);
    });
  };
}

void LiveScorecard::FollowDefinitions() {
  DefinitionsStream::Callbacks callbacks;
  callbacks.open = [neighbours = neighbours_,
                    organization = query_.organization](grpc::ClientContext* context) {
    return neighbours->metrics.Watch(context, organization);
  };
  auto heard =
      OnLane([](LiveScorecard& self, bool changes) { self.OnDefinitionsMessage(changes); });
  callbacks.on_message = [heard](const okapi::metrics::v1::WatchResponse& message) {
    heard(message.records_size() > 0);
  };
  callbacks.on_lost =
      OnLane([](LiveScorecard& self, const absl::Status& why) { self.OnDefinitionsLost(why); });
  definitions_stream_ = std::make_unique<DefinitionsStream>(std::move(callbacks));
}

void LiveScorecard::OnDefinitionsMessage(bool has_changes) {
  heard_ = neighbours_->runtime.clock.Now();
  if (missed_ || has_changes) ReadDefinitions();
}

void LiveScorecard::OnDefinitionsLost(const absl::Status& why) {
  if (!rpc::MayPass(why)) {
    refusal_ = why;
    changed_();
    return;
  }
  if (problem_.ok()) RememberAnswers();
  problem_ = why;
  missed_ = true;
  if (shown_.has_value()) {
    changed_();
  } else {
    Recall(why);
  }
}

void LiveScorecard::ReadDefinitions() {
  if (reading_) {
    read_again_ = true;
    return;
  }
  reading_ = true;
  read_again_ = false;
  auto done = OnLane([](LiveScorecard& self, KpiDefinitions definitions) {
    self.OnDefinitions(std::move(definitions));
  });
  neighbours_->runtime.executor.Schedule(
      [neighbours = neighbours_, organization = query_.organization, done] {
        done(neighbours->metrics.ReadDefinitions(organization));
      });
}

void LiveScorecard::OnDefinitions(KpiDefinitions definitions) {
  reading_ = false;
  if (read_again_) return ReadDefinitions();
  const absl::Status problem = definitions.Problem();
  if (rpc::MayPass(problem)) {
    problem_ = problem;
    Recall(problem);
    auto again = OnLane([](LiveScorecard& self) { self.ReadDefinitions(); });
    lane_->PostAfter(kRetryInterval, std::move(again));
    return;
  }
  absl::StatusOr<ScorecardPlan> plan =
      problem.ok() ? PlanScorecard(query_, definitions, AsOf()) : problem;
  refusal_ = plan.status();
  if (!plan.ok()) return changed_();
  missed_ = false;
  Filled filled;
  filled.definitions = std::move(definitions);
  filled.plan = *std::move(plan);
  filled.answers.resize(filled.plan.questions.size());
  filled.rows.resize(filled.plan.kpis.size());
  coming_ = std::move(filled);
  FollowAnswers();
}

void LiveScorecard::Recall(const absl::Status& away) {
  if (shown_.has_value()) return;
  auto done = OnLane([](LiveScorecard& self, const std::shared_ptr<Filled>& recalled) {
    if (self.shown_.has_value()) return;
    self.shown_ = std::move(*recalled);
    self.changed_();
  });
  neighbours_->runtime.executor.Schedule(
      [neighbours = neighbours_, query = query_, as_of = AsOf(), away, done] {
        auto recalled = std::make_shared<Filled>();
        recalled->recalled = true;
        recalled->definitions = neighbours->metrics.RecallDefinitions(query.organization, away);
        absl::StatusOr<ScorecardPlan> plan = PlanScorecard(query, recalled->definitions, as_of);
        if (plan.ok()) recalled->plan = *std::move(plan);
        recalled->answers = neighbours->metrics.Recall(recalled->plan.questions, away).answers;
        recalled->rows.resize(recalled->plan.kpis.size());
        done(std::move(recalled));
      });
}

void LiveScorecard::FollowAnswers() {
  ++generation_;
  answer_streams_.clear();
  const std::vector<KpiQuestion>& questions = coming_->plan.questions;
  for (size_t first = 0; first < questions.size(); first += kQuestionsPerPart) {
    WatchAggregatesRequest request;
    request.set_parent(query_.organization);
    const size_t end = std::min(first + kQuestionsPerPart, questions.size());
    for (size_t i = first; i < end; ++i) *request.add_queries() = questions[i].request;

    AnswersStream::Callbacks callbacks;
    callbacks.open = [neighbours = neighbours_, request](grpc::ClientContext* context) {
      return neighbours->metrics.WatchAggregates(context, request);
    };
    callbacks.on_message = OnLane([generation = generation_, part = coming_->parts.size()](
                                      LiveScorecard& self, const AnswersMessage& message) {
      self.OnAnswers(generation, part, message);
    });
    callbacks.on_lost = OnLane([generation = generation_, part = coming_->parts.size()](
                                   LiveScorecard& self, const absl::Status& why) {
      self.OnAnswersLost(generation, part, why);
    });
    coming_->parts.push_back(Part{});
    answer_streams_.push_back(std::make_unique<AnswersStream>(std::move(callbacks)));
  }
  ShowIfComplete();
}

void LiveScorecard::ShowIfComplete() {
  for (const Part& part : coming_->parts) {
    if (!part.heard.has_value()) return;
  }
  shown_ = std::exchange(coming_, std::nullopt);
  if (!missed_) problem_ = absl::OkStatus();
  RememberAnswers();
  changed_();
}

void LiveScorecard::OnAnswers(int64_t generation, size_t part, const AnswersMessage& message) {
  if (generation != generation_) return;
  Filled& filled = coming_.has_value() ? *coming_ : *shown_;
  const absl::Time now = neighbours_->runtime.clock.Now();
  for (const AggregateUpdate& update : message.updates()) {
    const size_t question = part * kQuestionsPerPart + static_cast<size_t>(update.query());
    if (question >= filled.answers.size()) continue;
    filled.answers[question] = AnswerOf(update, now);
    filled.rows[filled.plan.questions[question].kpi].clear();
  }
  const bool returned = !filled.parts[part].problem.ok();
  filled.parts[part] = Part{now, absl::OkStatus()};
  if (coming_.has_value()) {
    ShowIfComplete();
  } else if (returned || message.updates_size() > 0) {
    changed_();
  }
}

void LiveScorecard::OnAnswersLost(int64_t generation, size_t part, const absl::Status& why) {
  if (generation != generation_) return;
  if (!rpc::MayPass(why)) {
    refusal_ = why;
    return changed_();
  }
  Filled& filled = coming_.has_value() ? *coming_ : *shown_;
  if (!coming_.has_value() && filled.parts[part].problem.ok()) RememberAnswers();
  filled.parts[part].problem = why;
  // What the answers do not tell of, such as a month that begins, nobody knows from now on.
  const size_t end = std::min((part + 1) * kQuestionsPerPart, filled.answers.size());
  for (size_t i = part * kQuestionsPerPart; i < end; ++i) {
    if (filled.answers[i].problem.ok()) filled.answers[i].problem = why;
  }
  if (shown_.has_value()) return changed_();
  Recall(why);
}

void LiveScorecard::RememberAnswers() const {
  if (!shown_.has_value() || shown_->recalled) return;
  for (size_t i = 0; i < shown_->answers.size(); ++i) {
    const KpiAnswer& answer = shown_->answers[i];
    if (!answer.problem.ok()) continue;
    const std::optional<absl::Time> heard = shown_->parts[i / kQuestionsPerPart].heard;
    neighbours_->metrics.Remember(shown_->plan.questions[i], answer.value,
                                  heard.value_or(*answer.time));
  }
}

void LiveScorecard::Refresh() {
  if (!shown_.has_value()) return;
  RememberAnswers();
  for (auto& rows : shown_->rows) rows.clear();
  changed_();
}

absl::Time LiveScorecard::AsOf() const {
  return query_.as_of.value_or(neighbours_->runtime.clock.Now());
}

absl::Status LiveScorecard::RollColumns() {
  const ScorecardPlan& plan = shown_->plan;
  if (plan.periods.empty() || AsOf() < api::FromTimestamp(plan.periods.back().end_time())) {
    return absl::OkStatus();
  }
  // The same definitions give the same questions in the same order, so the answers stay in their
  // places; those about the new period come by the same streams. New streams ask from the first
  // column on and no further back.
  absl::StatusOr<ScorecardPlan> rolled = PlanScorecard(query_, shown_->definitions, AsOf());
  if (!rolled.ok()) return rolled.status();
  shown_->plan = *std::move(rolled);
  for (auto& rows : shown_->rows) rows.clear();
  if (problem_.ok()) ReadDefinitions();
  return absl::OkStatus();
}

Freshness LiveScorecard::FreshnessNow() const {
  Freshness freshness;
  if (shown_->recalled) {
    freshness.Add(shown_->definitions.settings);
    freshness.Add(shown_->definitions.kpis);
    for (const KpiAnswer& answer : shown_->answers) freshness.Add(answer);
  } else {
    // A stream confirms with every sign of life all that came by it.
    freshness.Add(heard_, problem_);
    for (const Part& part : shown_->parts) freshness.Add(part.heard, part.problem);
    for (const KpiAnswer& answer : shown_->answers) freshness.Add(std::nullopt, answer.problem);
  }
  if (coming_.has_value()) {
    for (const Part& part : coming_->parts) freshness.Add(std::nullopt, part.problem);
  }
  return freshness;
}

std::optional<absl::StatusOr<WatchReportResponse>> LiveScorecard::Current() {
  if (!refusal_.ok()) return refusal_;
  if (!shown_.has_value()) return std::nullopt;
  if (absl::Status rolled = RollColumns(); !rolled.ok()) return rolled;
  const absl::Time as_of = AsOf();
  WatchReportResponse response;
  auto& scorecard = *response.mutable_scorecard();
  scorecard = FrameScorecard(query_, shown_->plan, as_of);
  for (size_t kpi = 0; kpi < shown_->plan.kpis.size(); ++kpi) {
    auto& rows = shown_->rows[kpi];
    if (rows.empty()) rows = BuildRows(shown_->plan, kpi, shown_->answers, as_of);
    for (const auto& row : rows) *scorecard.add_rows() = row;
  }
  Freshness freshness = FreshnessNow();
  for (const auto& row : scorecard.rows()) {
    if (HasUnknown(row)) freshness.AddUnknown();
  }
  *scorecard.add_sources() = freshness.ToSource("metrics");
  return response;
}

}  // namespace okapi::reporting
