#include "services/goals/kpis/kpi_stream.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/goals/store/lifecycle.h"
#include "spdlog/spdlog.h"

namespace okapi::goals {
namespace {

using okapi::metrics::v1::WatchAggregatesRequest;

// A fast KPI does not flood the journal: an organization's readings are at least this far apart.
// The first after a pause is not delayed.
constexpr absl::Duration kReadingInterval = absl::Milliseconds(50);

bool Same(const KpiReading& a, const KpiReading& b) {
  return a.value == b.value && a.value_time == b.value_time && a.problem == b.problem &&
         a.season == b.season;
}

}  // namespace

KpiStream::KpiStream(KpiStreamContext context, std::string organization,
                     std::vector<KpiQuestion> questions)
    : context_(context), organization_(std::move(organization)), next_(std::move(questions)) {
  rpc::StreamFollower<Message>::Callbacks callbacks;
  callbacks.open = [this](grpc::ClientContext* client) { return Open(client); };
  callbacks.on_message = [this](const Message& message) { OnMessage(message); };
  callbacks.on_lost = [this](const absl::Status& why) { OnLost(why); };
  follower_ = std::make_unique<rpc::StreamFollower<Message>>(std::move(callbacks));
}

KpiStream::~KpiStream() {
  follower_->Stop();
  base::MutexLock lock(mutex_);
  while (writing_ > 0) written_.Wait(mutex_);
}

void KpiStream::Ask(std::vector<KpiQuestion> questions) {
  {
    base::MutexLock lock(mutex_);
    next_ = std::move(questions);
  }
  follower_->Restart();
}

std::unique_ptr<grpc::ClientReader<KpiStream::Message>> KpiStream::Open(
    grpc::ClientContext* context) {
  followed_.clear();
  WatchAggregatesRequest request;
  request.set_parent(organization_);
  request.mutable_min_interval()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(kReadingInterval)));
  {
    base::MutexLock lock(mutex_);
    for (const KpiQuestion& question : next_)
      followed_.push_back(Followed{question, {}, false, false, {}, false});
  }
  for (const Followed& each : followed_) *request.add_queries() = each.question.query;
  return context_.metrics->WatchAggregates(context, request);
}

void KpiStream::OnMessage(const Message& message) {
  lost_ = false;
  const bool again = refused_.exchange(false);
  for (const auto& update : message.updates()) {
    if (update.query() < 0 || static_cast<size_t>(update.query()) >= followed_.size()) continue;
    Followed& followed = followed_[static_cast<size_t>(update.query())];
    followed.answer = update;
    followed.answered = true;
  }
  // All of them, not only those that were updated: with time a period comes to its end.
  std::vector<Finding> findings;
  for (Followed& followed : followed_) {
    if (!followed.answered) continue;
    KpiReading reading = ReadAnswer(followed.question, followed.answer, context_.clock->Now());
    if (followed.written && !again && Same(reading, followed.reading)) continue;
    followed.written = true;
    followed.reading = reading;
    findings.push_back({followed.question.key_result,
                        followed.question.about,
                        followed.question.source_hash,
                        reading,
                        {}});
  }
  // In this order a history is whole once its newest value shows.
  Write(CatchUp());
  Write(std::move(findings));
}

std::vector<KpiStream::Finding> KpiStream::CatchUp() {
  std::vector<MissedQuestion> missed;
  for (Followed& followed : followed_) {
    if (!followed.answered || followed.caught_up) continue;
    followed.caught_up = true;
    if (followed.question.about == KpiQuestion::kValue && followed.reading.value.has_value()) {
      missed.push_back({&followed.question, &followed.answer, followed.reading.value_time});
    }
  }
  std::vector<Finding> findings;
  if (missed.empty()) return findings;
  auto points = MissedPoints(context_, organization_, missed);
  // It is asked again with the next connection; the value itself does not depend on it.
  if (!points.ok()) {
    spdlog::warn("what the KPIs of {} said before is not known: {}", organization_,
                 std::string(points.status().message()));
    return findings;
  }
  for (size_t i = 0; i < missed.size(); ++i) {
    if ((*points)[i].empty()) continue;
    const KpiQuestion& question = *missed[i].question;
    findings.push_back(
        {question.key_result, question.about, question.source_hash, {}, std::move((*points)[i])});
  }
  return findings;
}

void KpiStream::OnLost(const absl::Status& why) {
  if (lost_ && !refused_.exchange(false)) return;  // Said already.
  if (!lost_) {
    spdlog::warn("the KPIs of {} are not heard: {}", organization_, std::string(why.message()));
  }
  lost_ = true;
  KpiReading reading;
  reading.problem = "the metrics service does not answer";
  std::vector<Finding> findings;
  for (const Followed& followed : followed_) {
    findings.push_back({followed.question.key_result,
                        followed.question.about,
                        followed.question.source_hash,
                        reading,
                        {}});
  }
  Write(std::move(findings));
}

// The key result may have got another source meanwhile.
bool KpiStream::StillAsks(const okapi::goals::v1::KeyResult& stored, const Finding& finding) {
  const bool guard = finding.about == KpiQuestion::kGuard;
  const bool asks = guard ? stored.has_guard() : stored.has_kpi_source();
  const auto& source = guard ? stored.guard().kpi_source() : stored.kpi_source();
  return asks && SourceHash(source) == finding.source_hash;
}

void KpiStream::Take(const Finding& finding, absl::Time now,
                     okapi::storage::v1::KeyResultStateRecord& state) {
  switch (finding.about) {
    case KpiQuestion::kValue:
      return TakeReading(finding.source_hash, finding.reading, now, *state.mutable_kpi());
    case KpiQuestion::kGuard:
      return TakeReading(finding.source_hash, finding.reading, now, *state.mutable_guard());
    case KpiQuestion::kSeason:
      // While it is not heard the year before stays what it was.
      if (!finding.reading.problem.empty()) return;
      return TakeSeason(finding.source_hash, finding.reading.season, *state.mutable_season());
  }
}

void KpiStream::Write(std::vector<Finding> findings) {
  if (findings.empty()) return;
  auto body = [store = context_.store,
               findings = std::move(findings)](journal::Transaction& transaction) -> absl::Status {
    for (const Finding& finding : findings) {
      bool taken = false;
      auto take = [&](const okapi::goals::v1::Objective& objective,
                      const okapi::goals::v1::KeyResult& stored,
                      okapi::storage::v1::KeyResultStateRecord& state) {
        // It may have closed meanwhile, and what is over keeps what it heard last.
        taken = CheckOpen(objective).ok() && StillAsks(stored, finding);
        if (taken && finding.missed.empty()) Take(finding, transaction.time(), state);
      };
      OKAPI_RETURN_IF_ERROR(store->ChangeState(transaction, finding.key_result, take));
      if (!taken || finding.missed.empty()) continue;
      OKAPI_RETURN_IF_ERROR(store->PutPoints(transaction, finding.key_result, finding.missed));
    }
    return absl::OkStatus();
  };
  auto done = [this](const absl::StatusOr<int64_t>& revision) {
    if (!revision.ok()) {
      spdlog::error("readings of the KPIs of {} are not written yet: {}", organization_,
                    std::string(revision.status().message()));
      refused_ = true;
    }
    base::MutexLock done_lock(mutex_);
    --writing_;
    written_.NotifyAll();
  };
  {
    base::MutexLock lock(mutex_);
    ++writing_;
  }
  context_.journal->Submit({"services/goals", "", "", organization_, false}, std::move(body), done);
}

}  // namespace okapi::goals
