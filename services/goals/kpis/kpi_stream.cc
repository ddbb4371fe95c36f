#include "services/goals/kpis/kpi_stream.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/goals/store/combined_values.h"
#include "services/goals/store/lifecycle.h"
#include "spdlog/spdlog.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KpiSource;
using okapi::metrics::v1::WatchAggregatesRequest;

// A fast KPI does not flood the journal: an organization's readings are at least this far apart.
// The first after a pause is not delayed.
constexpr absl::Duration kReadingInterval = absl::Milliseconds(50);
// So many are asked about their past at once, and so long after that could not be had.
constexpr size_t kCatchUpMax = 100;
constexpr absl::Duration kCatchUpInterval = absl::Minutes(1);
// Late data comes in heaps, and senders that round their times look like it: the past of one key
// result is looked at again after so long at the earliest, twice as long each time that nothing
// was found. So many are at once: a year has 365 days to ask for.
constexpr absl::Duration kLookInterval = absl::Minutes(1);
constexpr absl::Duration kLookIntervalMax = absl::Hours(1);
constexpr size_t kLookMax = 10;

bool Same(const KpiReading& a, const KpiReading& b) {
  return a.value == b.value && a.value_time == b.value_time && a.problem == b.problem &&
         a.aggregation == b.aggregation;
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
  // What was to be looked at still is.
  for (const Followed& followed : followed_) {
    if (followed.restated) looked_at_.erase(IdentityOf(followed.question));
  }
  followed_.clear();
  seasons_.clear();
  WatchAggregatesRequest request;
  request.set_parent(organization_);
  request.mutable_min_interval()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(kReadingInterval)));
  std::set<std::string> known;
  std::set<std::string> known_looks;
  base::MutexLock lock(mutex_);
  for (const KpiQuestion& question : next_) {
    const std::string identity = IdentityOf(question);
    if (caught_up_.contains(identity)) known.insert(identity);
    if (looked_at_.contains(identity)) known_looks.insert(identity);
    if (question.about == KpiQuestion::kSeason) {
      seasons_.push_back(question);
      continue;
    }
    *request.add_queries() = question.query;
    followed_.emplace_back().question = question;
  }
  caught_up_ = std::move(known);
  looked_at_ = std::move(known_looks);
  return context_.metrics->WatchAggregates(context, request);
}

void KpiStream::OnMessage(const Message& message) {
  lost_ = false;
  const bool again = refused_.exchange(false);
  std::set<size_t> updated;
  for (const auto& update : message.updates()) {
    const size_t place = static_cast<size_t>(update.query());
    if (update.query() < 0 || place >= followed_.size()) continue;
    Followed& followed = followed_[place];
    const absl::Time now = context_.clock->Now();
    if (followed.answered && PastDiffers(NumbersOf(followed.question, followed.answer, now),
                                         NumbersOf(followed.question, update, now))) {
      followed.restated = true;
    }
    followed.answer = update;
    followed.answered = true;
    updated.insert(place);
  }
  std::vector<Finding> findings;
  for (size_t i = 0; i < followed_.size(); ++i) {
    Followed& followed = followed_[i];
    // With time a period comes to its end, without an update.
    const bool timely = followed.question.window == KpiSource::LATEST_COMPLETE_PERIOD;
    if (!followed.answered || !(again || timely || updated.contains(i))) continue;
    KpiReading reading = ReadAnswer(followed.question, followed.answer, context_.clock->Now());
    if (followed.written && !again && Same(reading, followed.reading)) continue;
    Note(std::move(reading), followed);
    findings.push_back(FindingOf(followed.question));
    findings.back().reading = followed.reading;
  }
  // In this order a history is whole once its newest value shows.
  while (CatchUp()) {
  }
  Write(std::move(findings));
  LookAgain();
}

bool KpiStream::MayRestate(const KpiReading& reading, const Followed& followed) {
  if (!followed.question.query.whole_interval() || !followed.reading.value.has_value()) {
    return false;
  }
  if (reading.value_time == followed.reading.value_time) {
    return reading.value != followed.reading.value;
  }
  const absl::TimeZone& zone = followed.question.zone;
  return DayOf(reading.value_time, zone) > DayOf(followed.reading.value_time, zone);
}

void KpiStream::Note(KpiReading reading, Followed& followed) {
  const absl::TimeZone& zone = followed.question.zone;
  if (followed.question.about == KpiQuestion::kValue && reading.value.has_value()) {
    const std::string identity = IdentityOf(followed.question);
    if (!caught_up_.contains(identity)) {
      followed.missed = true;
    } else if (!followed.missed && followed.reading.value.has_value() &&
               DayOf(reading.value_time, zone) > DayOf(followed.reading.value_time, zone) + 1) {
      followed.missed = true;
      followed.heard = followed.reading.value_time;
    }
    if (!looked_at_.contains(identity) || MayRestate(reading, followed)) followed.restated = true;
  }
  followed.written = true;
  followed.reading = std::move(reading);
}

bool KpiStream::CatchUp() {
  const absl::Time now = context_.clock->Now();
  if (now < next_catch_up_) return false;
  PastQuestions past;
  std::vector<Followed*> missed;
  for (Followed& followed : followed_) {
    if (!followed.missed || past.missed.size() == kCatchUpMax) continue;
    past.missed.push_back(
        {&followed.question, &followed.answer, followed.heard, followed.reading.value_time});
    missed.push_back(&followed);
  }
  for (const KpiQuestion& season : seasons_) {
    // Its year has to be over.
    const bool over = api::FromTimestamp(season.query.end_time()) <= now;
    const bool asks = over && past.seasons.size() < kCatchUpMax;
    if (asks && !caught_up_.contains(IdentityOf(season))) past.seasons.push_back(&season);
  }
  if (past.missed.empty() && past.seasons.empty()) return false;
  auto answers = AskPast(context_, organization_, past);
  if (!answers.ok()) {
    spdlog::warn("what the KPIs of {} said before is not known: {}", organization_,
                 std::string(answers.status().message()));
    next_catch_up_ = now + kCatchUpInterval;
    return false;
  }
  std::vector<Finding> findings;
  for (size_t i = 0; i < missed.size(); ++i) {
    missed[i]->missed = false;
    missed[i]->heard.reset();
    caught_up_.insert(IdentityOf(missed[i]->question));
    if (answers->points[i].empty()) continue;
    findings.push_back(FindingOf(missed[i]->question));
    findings.back().points = std::move(answers->points[i]);
  }
  for (size_t i = 0; i < past.seasons.size(); ++i) {
    caught_up_.insert(IdentityOf(*past.seasons[i]));
    findings.push_back(FindingOf(*past.seasons[i]));
    findings.back().season = std::move(answers->seasons[i]);
  }
  Write(std::move(findings));
  return true;
}

void KpiStream::LookAgain() {
  const absl::Time now = context_.clock->Now();
  std::vector<RestatedQuestion> questions;
  std::vector<Followed*> looks;
  for (Followed& followed : followed_) {
    const bool due = followed.restated && followed.reading.value.has_value() &&
                     followed.question.about == KpiQuestion::kValue && now >= followed.next_look;
    if (!due || looks.size() == kLookMax) continue;
    questions.push_back({&followed.question, &followed.answer, followed.reading.value_time});
    looks.push_back(&followed);
  }
  if (looks.empty()) return;
  auto points = AskAgain(context_, organization_, questions);
  if (!points.ok()) {
    spdlog::warn("what the KPIs of {} say of the past now is not known: {}", organization_,
                 std::string(points.status().message()));
    // Others have their turn first.
    for (Followed* look : looks) look->next_look = now + kLookInterval;
    return;
  }
  std::vector<Finding> findings;
  for (size_t i = 0; i < looks.size(); ++i) {
    const bool found = !(*points)[i].empty();
    NoteLook(found, *looks[i]);
    if (!found) continue;
    findings.push_back(FindingOf(looks[i]->question));
    findings.back().points = std::move((*points)[i]);
  }
  Write(std::move(findings));
}

void KpiStream::NoteLook(bool found, Followed& followed) {
  followed.restated = false;
  // The first one of a connection is not because of late data.
  if (looked_at_.insert(IdentityOf(followed.question)).second) return;
  followed.look_interval =
      found ? kLookInterval
            : std::clamp(2 * followed.look_interval, kLookInterval, kLookIntervalMax);
  followed.next_look = context_.clock->Now() + followed.look_interval;
}

void KpiStream::OnLost(const absl::Status& why) {
  if (lost_ && !refused_.exchange(false)) return;  // Said already.
  if (!lost_) {
    spdlog::warn("the KPIs of {} are not heard: {}", organization_, std::string(why.message()));
  }
  lost_ = true;
  caught_up_.clear();
  looked_at_.clear();
  std::vector<Finding> findings;
  for (const Followed& followed : followed_) {
    findings.push_back(FindingOf(followed.question));
    findings.back().reading.problem = "the metrics service does not answer";
  }
  Write(std::move(findings));
}

KpiStream::Finding KpiStream::FindingOf(const KpiQuestion& question) {
  Finding finding;
  finding.key_result = question.key_result;
  finding.about = question.about;
  finding.source_hash = question.source_hash;
  return finding;
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
      return TakeSeason(finding.source_hash, finding.season, *state.mutable_season());
  }
}

void KpiStream::Write(std::vector<Finding> findings) {
  if (findings.empty()) return;
  auto body = [store = context_.store,
               findings = std::move(findings)](journal::Transaction& transaction) -> absl::Status {
    Moves moved;
    for (const Finding& finding : findings) {
      bool taken = false;
      auto take = [&](const okapi::goals::v1::Objective& objective,
                      const okapi::goals::v1::KeyResult& stored,
                      okapi::storage::v1::KeyResultStateRecord& state) {
        // It may have closed meanwhile, and what is over keeps what it heard last.
        taken = CheckOpen(objective).ok() && StillAsks(stored, finding);
        if (taken && finding.points.empty()) Take(finding, transaction.time(), state);
      };
      OKAPI_RETURN_IF_ERROR(store->ChangeState(transaction, finding.key_result, take, moved));
      if (!taken || finding.points.empty()) continue;
      OKAPI_RETURN_IF_ERROR(
          store->RestatePoints(transaction, finding.key_result, finding.points, moved));
    }
    return CombineAnew(*store, transaction, std::move(moved));
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
