#include "services/metrics/queries/aggregate_watch.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/metrics/queries/aggregate_update.h"
#include "services/metrics/queries/run_numbers.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::AggregateUpdate;

constexpr size_t kQueuedMax = 4;
constexpr size_t kRecordsAtOnce = 256;
// A watch spends at most a quarter of its time computing, so that a flood of samples is not slowed
// down by those who look at it.
constexpr int64_t kRestPerWork = 3;

int64_t SteadyNanos() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// Start of an open question; InfinitePast for one that has none, or has an end.
absl::Time StartOf(const okapi::metrics::v1::AggregateKpiRequest& request) {
  if (!request.has_start_time() || request.has_end_time()) return absl::InfinitePast();
  return api::FromTimestamp(request.start_time());
}

// What is said about KPIs defines nothing.
bool MayDefine(const okapi::common::v1::ChangeRecord& record) {
  return !std::all_of(record.changes().begin(), record.changes().end(), [](const auto& change) {
    return absl::StrContains(change.name(), "/comments/");
  });
}

}  // namespace

AggregateWatch::AggregateWatch(rpc::Runtime& runtime, const Definitions& definitions,
                               const SampleEngine& engine, const Request& request,
                               std::weak_ptr<Stream> stream)
    : runtime_(runtime),
      definitions_(definitions),
      engine_(engine),
      organization_(request.parent()),
      interval_(std::max(kRoundInterval, api::FromDuration(request.min_interval()))),
      stream_(std::move(stream)) {
  for (const auto& query : request.queries()) {
    questions_.emplace_back().request = query;
  }
}

void AggregateWatch::RunIfDue() {
  if (stopped_ || !touched_ || SteadyNanos() < not_before_ns_) return;
  const auto stream = stream_.lock();
  if (stream == nullptr || stream->queued() >= kQueuedMax) return;
  if (running_.exchange(true)) return;
  if (!runtime_.executor.Schedule([self = shared_from_this()] { self->Round(); })) {
    running_ = false;
  }
}

void AggregateWatch::Round() {
  const int64_t begin = SteadyNanos();
  touched_ = false;
  const auto stream = stream_.lock();
  if (stream != nullptr && !stopped_) {
    const absl::Status sent = SendChanges(*stream);
    if (!sent.ok()) stream->Close(sent);
  }
  const int64_t end = SteadyNanos();
  not_before_ns_ =
      std::max(begin + absl::ToInt64Nanoseconds(interval_), end + kRestPerWork * (end - begin));
  running_ = false;
}

absl::Status AggregateWatch::SendChanges(Stream& stream) {
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, runtime_.journal.Read());
  const bool life = sign_of_life_.exchange(false);
  const absl::Time now = runtime_.clock.Now();
  OKAPI_RETURN_IF_ERROR(RefreshQuestions(view, now));
  Response response;
  for (size_t i = 0; i < questions_.size(); ++i) {
    AddAnswer(view.revision, now, static_cast<int>(i), response);
  }
  if (response.updates().empty() && !life) return absl::OkStatus();
  response.set_revision(view.revision);
  stream.Send(std::move(response));
  return absl::OkStatus();
}

absl::Status AggregateWatch::RefreshQuestions(const journal::View& view, absl::Time now) {
  OKAPI_ASSIGN_OR_RETURN(const bool changed, DefinitionsChanged(view));
  if (!changed && now < next_period_) return absl::OkStatus();
  next_period_ = absl::InfiniteFuture();
  for (Question& question : questions_) {
    question.prepared = Prepare(definitions_, *view.reader, question.request, now);
    question.samples_revision = -1;
    if (question.prepared.ok()) {
      next_period_ = std::min(next_period_, question.prepared->query.next_period);
    } else if (const absl::Time start = StartOf(question.request); start >= now) {
      // It makes sense once its time has begun.
      next_period_ = std::min(next_period_, start + absl::Microseconds(1));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> AggregateWatch::DefinitionsChanged(const journal::View& view) {
  bool changed = revision_ < 0;  // The first round.
  while (!changed && revision_ < view.revision) {
    auto records = runtime_.journal.ReadChanges(revision_, kRecordsAtOnce);
    if (absl::IsOutOfRange(records.status())) changed = true;  // Trimmed: it may have been one.
    if (changed) break;
    OKAPI_RETURN_IF_ERROR(records.status());
    for (const auto& record : *records) {
      // The view does not show it yet: it is for the next round.
      if (record.revision() > view.revision) break;
      changed |= record.organization() == organization_ && MayDefine(record);
      revision_ = std::max(revision_, record.revision());
    }
    if (records->size() < kRecordsAtOnce || records->back().revision() > view.revision) break;
  }
  revision_ = std::max(revision_, view.revision);
  return changed;
}

void AggregateWatch::AddAnswer(int64_t revision, absl::Time now, int position, Response& response) {
  Question& question = questions_[static_cast<size_t>(position)];
  absl::StatusOr<okapi::metrics::v1::AggregateKpiResponse> answer;
  if (!question.prepared.ok()) {
    answer = question.prepared.status();
  } else {
    KpiQuery& query = question.prepared->query;
    const NewestSamples newest = engine_.Newest(organization_, revision, MetricsOf(query.runs));
    if (newest.revision == question.samples_revision && !question.samples_ahead) return;
    MoveEnd(now, query);
    question.samples_revision = newest.revision;
    question.samples_ahead = query.open && newest.time_us >= query.aggregation.bounds_us.back();
    answer = AnswerFrom(engine_, revision, *question.prepared);
    if (answer.ok()) answer->clear_revision();
  }
  AggregateUpdate update;
  update.set_query(position);
  if (answer.ok()) {
    *update.mutable_result() = *std::move(answer);
  } else {
    SetError(answer.status(), update);
  }
  std::string bytes = api::StableBytes(update);
  if (bytes == question.sent) return;
  question.sent = std::move(bytes);
  if (update.has_result()) update.mutable_result()->set_revision(revision);
  *response.add_updates() = std::move(update);
}

}  // namespace okapi::metrics
