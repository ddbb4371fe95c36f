#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/journal/journal.h"
#include "common/rpc/stream_follower.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "services/goals/kpis/kpi_history.h"
#include "services/goals/kpis/kpi_question.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Follows the KPIs behind one organization's key results on the metrics service's watch stream, and
// journals every reading that differs from the last: one write for all that came in one message.
// Before the first of them what was missed is asked for.
// When the stream is lost the key results become stale; since a new stream begins with every
// answer, they catch up by themselves. Thread-safe.
class KpiStream {
 public:
  KpiStream(KpiStreamContext context, std::string organization, std::vector<KpiQuestion> questions);
  // Ends the stream and waits for the writes under way. Not from the lane.
  ~KpiStream();
  KpiStream(const KpiStream&) = delete;
  KpiStream& operator=(const KpiStream&) = delete;

  // Asks other questions from now on.
  void Ask(std::vector<KpiQuestion> questions) OKAPI_EXCLUDES(mutex_);

 private:
  using Message = okapi::metrics::v1::WatchAggregatesResponse;

  // These run on the follower's thread.
  std::unique_ptr<grpc::ClientReader<Message>> Open(grpc::ClientContext* context)
      OKAPI_EXCLUDES(mutex_);
  void OnMessage(const Message& message);
  void OnLost(const absl::Status& why);

  // What is to be written about a key result: a reading, points of its history or a season.
  struct Finding {
    std::string key_result;
    KpiQuestion::About about = KpiQuestion::kValue;
    std::string source_hash;
    KpiReading reading;
    KpiPoints points;
    std::vector<double> season;
  };
  // The follower thread's own: what this connection asked, its last answers, and the readings
  // already written.
  struct Followed {
    KpiQuestion question;
    okapi::metrics::v1::AggregateUpdate answer;
    bool answered = false;
    bool written = false;
    KpiReading reading;
    // Days were missed before the reading: since `heard`, or as the history tells.
    bool missed = false;
    std::optional<absl::Time> heard;
    // What was heard of the past may not hold any more. It is looked at again, not before
    // `next_look`, and the more seldom the longer nothing is found.
    bool restated = false;
    absl::Time next_look = absl::InfinitePast();
    absl::Duration look_interval = absl::ZeroDuration();
  };

  static Finding FindingOf(const KpiQuestion& question);
  static bool StillAsks(const okapi::goals::v1::KeyResult& stored, const Finding& finding);
  static void Take(const Finding& finding, absl::Time now,
                   okapi::storage::v1::KeyResultStateRecord& state);
  void Write(std::vector<Finding> findings) OKAPI_EXCLUDES(mutex_);
  // Notes the reading, and whether days lie between it and the one before.
  void Note(KpiReading reading, Followed& followed);
  // Whether the reading tells of late data, or may hide some: it came with a new day.
  static bool MayRestate(const KpiReading& reading, const Followed& followed);
  // Asks for what was missed, and writes it; false once there is nothing left or no answer.
  bool CatchUp() OKAPI_EXCLUDES(mutex_);
  // Asks some about their whole past again, and writes what is different.
  void LookAgain() OKAPI_EXCLUDES(mutex_);
  // One was looked at; when it may be again.
  void NoteLook(bool found, Followed& followed);

  const KpiStreamContext context_;
  const std::string organization_;
  base::Mutex mutex_;
  base::CondVar written_;
  std::vector<KpiQuestion> next_ OKAPI_GUARDED_BY(mutex_);
  int writing_ OKAPI_GUARDED_BY(mutex_) = 0;  // Writes that the journal has not answered.
  std::vector<Followed> followed_;
  std::vector<KpiQuestion> seasons_;
  // The questions whose past was asked for, and those whose past was looked at again, since the
  // services were apart.
  std::set<std::string> caught_up_;
  std::set<std::string> looked_at_;
  // After a failure not before.
  absl::Time next_catch_up_ = absl::InfinitePast();
  bool lost_ = false;
  // The journal refused readings: all are written again with the next message or attempt.
  std::atomic<bool> refused_{false};
  // Last: its thread uses what stands above.
  std::unique_ptr<rpc::StreamFollower<Message>> follower_;
};

}  // namespace okapi::goals
