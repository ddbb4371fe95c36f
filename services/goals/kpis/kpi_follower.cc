#include "services/goals/kpis/kpi_follower.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/references.h"
#include "spdlog/spdlog.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::ChangeRecord;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Organization;

constexpr size_t kRecordsAtOnce = 1000;
constexpr size_t kQuestionsMax = 2000;  // What one watch stream takes.

// Whether the write may have changed what is asked: not what the follower itself writes, nor
// people, teams, initiatives and check-ins.
bool MayChangeQuestions(const ChangeRecord& record) {
  if (record.method().empty()) return false;
  for (const auto& change : record.changes()) {
    const bool other = absl::StrContains(change.name(), "/initiatives/") ||
                       absl::StrContains(change.name(), "/checkIns/") ||
                       absl::StrContains(change.name(), "/comments/") ||
                       absl::StrContains(change.name(), "/teams/") ||
                       absl::StrContains(change.name(), "/members/");
    if (!other) return true;
  }
  return false;
}

// Whether what a KPI said may be missing since the write: it deleted a key result, and with it
// what was heard, or opened an objective again, which took no answers while it was over.
bool MayMissAnswers(const ChangeRecord& record) {
  if (absl::EndsWith(record.method(), "/ReopenObjective")) return true;
  if (absl::EndsWith(record.method(), "/RestoreObjective")) return true;
  for (const auto& change : record.changes()) {
    if (!change.has_after() && absl::StrContains(change.name(), "/keyResults/")) return true;
  }
  return false;
}

std::string Fingerprint(const std::vector<KpiQuestion>& questions) {
  std::string result;
  for (const KpiQuestion& question : questions) result += IdentityOf(question);
  return result;
}

}  // namespace

KpiFollower::KpiFollower(rpc::Runtime& runtime, const GoalsStore& store,
                         std::shared_ptr<grpc::Channel> metrics)
    : runtime_(runtime),
      store_(store),
      metrics_(okapi::metrics::v1::MetricsService::NewStub(std::move(metrics))) {}

std::shared_ptr<KpiFollower> KpiFollower::Create(rpc::Runtime& runtime, const GoalsStore& store,
                                                 std::shared_ptr<grpc::Channel> metrics) {
  return std::shared_ptr<KpiFollower>(new KpiFollower(runtime, store, std::move(metrics)));
}

void KpiFollower::Start() {
  std::weak_ptr<KpiFollower> weak = weak_from_this();
  listener_ = runtime_.journal.Listen([weak](int64_t revision) {
    if (auto follower = weak.lock()) follower->Heard(revision);
  });
  Wake();
}

void KpiFollower::Stop() {
  listener_.reset();
  std::map<std::string, Followed> ended;
  base::MutexLock lock(mutex_);
  stopped_ = true;
  ended.swap(streams_);
}

void KpiFollower::Heard(int64_t revision) {
  // Most writes are reports, which change no question: nobody is woken for them. What changes one
  // is noted on the lane too, so none comes between.
  int64_t seen = seen_;
  const bool dull = seen >= 0 && !failed_ && store_.questions_revision() <= seen;
  if (!dull || !seen_.compare_exchange_strong(seen, revision)) Wake();
}

void KpiFollower::Wake() {
  if (pending_.exchange(kAgain) != kIdle) return;
  runtime_.executor.Schedule([follower = shared_from_this()] { follower->Run(); });
}

void KpiFollower::Run() {
  int running = kRunning;
  do {
    pending_ = running = kRunning;
    const absl::Status looked = LookAtChanges();
    if (!looked.ok()) {
      spdlog::error("cannot look for KPIs to follow: {}", std::string(looked.message()));
    }
  } while (!pending_.compare_exchange_strong(running, kIdle));
}

absl::Status KpiFollower::LookAtChanges() {
  base::MutexLock lock(mutex_);
  if (stopped_) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, runtime_.journal.Read());
  std::set<std::string> affected;
  int64_t seen = seen_;
  bool all = seen < 0;
  while (!all && seen < view.revision && store_.questions_revision() > seen) {
    auto records = runtime_.journal.ReadChanges(seen, kRecordsAtOnce);
    // Trimmed before it was looked at: look at everything.
    if (absl::IsOutOfRange(records.status())) all = true;
    if (all) break;
    OKAPI_RETURN_IF_ERROR(records.status());
    for (const ChangeRecord& record : *records) {
      // Written since the view was taken: for the run that its write wakes.
      if (record.revision() > view.revision) break;
      if (MayChangeQuestions(record)) affected.insert(record.organization());
      if (MayMissAnswers(record)) {
        // What is open now may ask the same as before, but has not heard the answer.
        auto stream = streams_.find(record.organization());
        if (stream != streams_.end()) stream->second.questions.clear();
      }
      seen = record.revision();
    }
    if (records->size() < kRecordsAtOnce || records->back().revision() > view.revision) break;
  }
  // Writes without questions that came meanwhile are counted as not seen again, and passed over
  // again.
  seen_ = std::max(seen, view.revision);
  if (all) {
    auto add = [&affected](const Organization& organization) {
      affected.insert(organization.name());
      return true;
    };
    OKAPI_RETURN_IF_ERROR(store_.organizations.ForEach(*view.reader, "", add));
  }
  affected_.merge(affected);
  absl::Status failure;
  for (auto it = affected_.begin(); it != affected_.end();) {
    const absl::Status refreshed = Refresh(view, *it);
    // One that failed is looked at again with the next write, and does not keep the others waiting.
    failure.Update(refreshed);
    it = refreshed.ok() ? affected_.erase(it) : std::next(it);
  }
  failed_ = !failure.ok();
  return failure;
}

absl::Status KpiFollower::Refresh(const journal::View& view, const std::string& organization) {
  OKAPI_ASSIGN_OR_RETURN(auto questions, QuestionsOf(*view.reader, organization));
  if (questions.empty()) {
    streams_.erase(organization);
    return absl::OkStatus();
  }
  Followed& followed = streams_[organization];
  std::string fingerprint = Fingerprint(questions);
  if (followed.questions == fingerprint) return absl::OkStatus();
  followed.questions = std::move(fingerprint);
  if (followed.stream != nullptr) {
    followed.stream->Ask(std::move(questions));
  } else {
    followed.stream = std::make_unique<KpiStream>(
        KpiStreamContext{metrics_.get(), &store_, &runtime_.journal, &runtime_.clock}, organization,
        std::move(questions));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<KpiQuestion>> KpiFollower::QuestionsOf(
    const storage::Reader& reader, const std::string& organization) const {
  std::vector<KeyResult> driven;
  auto collect = [&driven](const KeyResult& key_result) {
    if (key_result.has_kpi_source() || key_result.has_guard()) driven.push_back(key_result);
    return true;
  };
  OKAPI_RETURN_IF_ERROR(
      store_.key_results.ForEach(reader, absl::StrCat(organization, "/objectives/-"), collect));
  std::vector<KpiQuestion> questions;
  for (const KeyResult& key_result : driven) {
    OKAPI_ASSIGN_OR_RETURN(const auto objective,
                           store_.objectives.FindStored(reader, ParentOf(key_result.name())));
    if (!objective.has_value() || !CheckOpen(*objective).ok()) continue;
    OKAPI_ASSIGN_OR_RETURN(const CycleDays days, store_.DaysOf(reader, *objective));
    const CycleSpan span = SpanOf(days.cycle, days.calendar);
    if (questions.size() + 3 > kQuestionsMax) {
      spdlog::error("{} asks more than {} questions about KPIs: the other key results stay stale",
                    organization, kQuestionsMax);
      break;
    }
    if (key_result.has_kpi_source()) questions.push_back(Ask(key_result, span));
    if (key_result.has_guard()) questions.push_back(AskGuard(key_result, span));
    if (key_result.curve().shape() == okapi::common::v1::Curve::SEASON) {
      questions.push_back(AskSeason(key_result, SeasonOf(key_result, days.cycle, days.calendar)));
    }
  }
  return questions;
}

}  // namespace okapi::goals
