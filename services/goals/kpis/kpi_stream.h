#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
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

  // Journals one reading per question that has one, and what was missed before.
  struct Finding {
    std::string key_result;
    KpiQuestion::About about;
    std::string source_hash;
    KpiReading reading;
    KpiPoints missed;
  };
  static bool StillAsks(const okapi::goals::v1::KeyResult& stored, const Finding& finding);
  static void Take(const Finding& finding, absl::Time now,
                   okapi::storage::v1::KeyResultStateRecord& state);
  void Write(std::vector<Finding> findings) OKAPI_EXCLUDES(mutex_);
  // Finds what those that have answered for the first time said on the days before.
  std::vector<Finding> CatchUp();

  const KpiStreamContext context_;
  const std::string organization_;
  base::Mutex mutex_;
  base::CondVar written_;
  std::vector<KpiQuestion> next_ OKAPI_GUARDED_BY(mutex_);
  int writing_ OKAPI_GUARDED_BY(mutex_) = 0;  // Writes that the journal has not answered.
  // The follower thread's own: what this connection asked, its last answers, and the readings
  // already written.
  struct Followed {
    KpiQuestion question;
    okapi::metrics::v1::AggregateUpdate answer;
    bool answered = false;
    bool written = false;
    KpiReading reading;
    // What nobody heard before this connection was asked for.
    bool caught_up = false;
  };
  std::vector<Followed> followed_;
  bool lost_ = false;
  // The journal refused readings: all are written again with the next message or attempt.
  std::atomic<bool> refused_{false};
  // Last: its thread uses what stands above.
  std::unique_ptr<rpc::StreamFollower<Message>> follower_;
};

}  // namespace okapi::goals
