#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "common/rpc/stream_follower.h"
#include "common/rpc/test_server.h"
#include "tests/support/gate.h"
#include "tests/support/status_matchers.h"

namespace okapi::rpc {
namespace {

using okapi::testing::Gate;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::AllOf;

// The receiving side of one Watch.
class Watcher {
 public:
  explicit Watcher(TestServer& server, std::optional<int64_t> after = std::nullopt,
                   const std::string& organization = "acme") {
    WatchRequest request;
    request.set_parent("organizations/" + organization);
    if (after.has_value()) request.set_after_revision(*after);
    reader_ = server.stub().Watch(&context_, request);
  }
  // Leaves without a word.
  ~Watcher() { context_.TryCancel(); }

  bool Read(WatchResponse* response) { return reader_->Read(response); }
  // Revisions of the records of as many messages as it takes to come to `revision`.
  std::vector<int64_t> ReadTo(int64_t revision) {
    std::vector<int64_t> revisions;
    WatchResponse response;
    while (response.revision() < revision && reader_->Read(&response)) {
      for (const auto& record : response.records()) revisions.push_back(record.revision());
    }
    EXPECT_GE(response.revision(), revision);
    return revisions;
  }
  absl::Status Finish() {
    WatchResponse ignored;
    while (reader_->Read(&ignored)) {
    }
    return status::FromGrpc(reader_->Finish());
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<WatchResponse>> reader_;
};

std::vector<int64_t> Range(int64_t first, int64_t last) {
  std::vector<int64_t> range;
  for (int64_t i = first; i <= last; ++i) range.push_back(i);
  return range;
}

TEST(WatchTest, TheFirstMessageComesAtOnceThenEveryChange) {
  TestServer server;
  ASSERT_THAT(server.Create(CreateRequest()), IsOk());
  Watcher watcher(server);
  WatchResponse first;
  ASSERT_TRUE(watcher.Read(&first));
  EXPECT_EQ(first.revision(), 1);
  EXPECT_THAT(first.records(), ::testing::IsEmpty()) << "changes from now on only";
  for (int i = 0; i < 3; ++i) ASSERT_THAT(server.Create(CreateRequest()), IsOk());
  EXPECT_EQ(watcher.ReadTo(4), Range(2, 4));
}

TEST(WatchTest, ResumesAfterARevisionAlsoAcrossARestart) {
  TestServer server;
  for (int i = 0; i < 10; ++i) ASSERT_THAT(server.Create(CreateRequest()), IsOk());
  EXPECT_EQ(Watcher(server, 0).ReadTo(10), Range(1, 10));
  server.Restart();
  EXPECT_EQ(Watcher(server, 4).ReadTo(10), Range(5, 10));
}

TEST(WatchTest, ShowsOneOrganizationOnly) {
  TestServer server;
  for (int i = 0; i < 6; ++i) {
    ASSERT_THAT(server.Create(CreateRequest("", i % 2 == 0 ? "acme" : "globex")), IsOk());
  }
  EXPECT_EQ(Watcher(server, 0, "globex").ReadTo(6), (std::vector<int64_t>{2, 4, 6}));
}

TEST(WatchTest, AReceiverThatDoesNotReadLosesNothing) {
  TestServer server;
  Watcher watcher(server, 0);
  for (int i = 0; i < 600; ++i) {
    CreateObjectiveRequest request = CreateRequest();
    request.mutable_objective()->set_description(std::string(4000, 'x'));
    server.journal().Submit(
        {},
        [request](journal::Transaction& transaction) {
          return SmallGoals::Store(transaction, request).status();
        },
        [](absl::StatusOr<int64_t> revision) { EXPECT_THAT(revision, IsOk()); });
  }
  EXPECT_EQ(watcher.ReadTo(600), Range(1, 600));
}

TEST(WatchTest, RevisionsThatCannotBeResumedFrom) {
  TestServer server;
  for (int i = 0; i < 5; ++i) ASSERT_THAT(server.Create(CreateRequest()), IsOk());
  ASSERT_THAT(server.journal().TrimThrough(3), IsOk());
  EXPECT_THAT(Watcher(server, 2).Finish(), AllOf(StatusIs(absl::StatusCode::kOutOfRange),
                                                 ReasonIs(ErrorReason::REVISION_TRIMMED)));
  EXPECT_THAT(Watcher(server, 99).Finish(), AllOf(StatusIs(absl::StatusCode::kOutOfRange),
                                                  ReasonIs(ErrorReason::REVISION_UNKNOWN)));
  EXPECT_EQ(Watcher(server, 3).ReadTo(5), Range(4, 5));
}

TEST(WatchTest, AWrongRequestIsRefused) {
  TestServer server;
  EXPECT_THAT(Watcher(server, 0, "NOT AN ID").Finish(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(WatchTest, ShutdownEndsStreamsWithAClearStatus) {
  TestServer server;
  Watcher idle(server);
  Watcher second(server);
  WatchResponse first;
  ASSERT_TRUE(idle.Read(&first));
  ASSERT_TRUE(second.Read(&first));
  server.server().Shutdown();
  for (Watcher* watcher : {&idle, &second}) {
    EXPECT_THAT(watcher->Finish(), AllOf(StatusIs(absl::StatusCode::kUnavailable),
                                         ReasonIs(ErrorReason::SHUTTING_DOWN)));
  }
}

// Watchers that come and go while there are writes: what a leak or a race in the ends of streams
// would show, under the sanitizers above all.
TEST(WatchTest, ReceiversMayLeaveAtAnyTime) {
  TestServer server;
  std::vector<std::thread> watchers;
  for (int i = 0; i < 4; ++i) {
    watchers.emplace_back([&server, i] {
      for (int round = 0; round < 25; ++round) {
        Watcher watcher(server, 0);
        WatchResponse response;
        for (int message = 0; message < (i + round) % 3; ++message) watcher.Read(&response);
      }
    });
  }
  for (int i = 0; i < 100; ++i) ASSERT_THAT(server.Create(CreateRequest()), IsOk());
  for (std::thread& watcher : watchers) watcher.join();
}

TEST(ServerStreamTest, ASlowReceiverIsCutOff) {
  TestServer server;
  Gate cut;
  std::atomic<bool> closed_called = false;
  server.service().watch = [&](std::shared_ptr<SmallGoals::WatchStream> stream) {
    stream->SetCallbacks([&] { closed_called = true; }, nullptr);
    server.runtime().executor.Schedule([&cut, stream] {
      WatchResponse megabyte;
      megabyte.add_records()->set_method(std::string(1 << 20, 'x'));
      while (stream->Send(megabyte)) EXPECT_LE(stream->queued(), 8u);
      EXPECT_TRUE(stream->closed());
      EXPECT_FALSE(stream->Send(megabyte)) << "once closed, for ever";
      cut.Open();
    });
  };
  Watcher watcher(server);
  cut.Wait();  // Nothing has been read so far.
  EXPECT_THAT(watcher.Finish(), AllOf(StatusIs(absl::StatusCode::kResourceExhausted),
                                      ReasonIs(ErrorReason::SLOW_CONSUMER)));
  EXPECT_TRUE(closed_called);
}

TEST(ServerStreamTest, EverythingQueuedGoesOutBeforeAGoodEnd) {
  TestServer server;
  server.service().watch = [&](std::shared_ptr<SmallGoals::WatchStream> stream) {
    for (int64_t i = 1; i <= 5; ++i) {
      WatchResponse response;
      response.set_revision(i);
      EXPECT_TRUE(stream->Send(response));
    }
    stream->Close(absl::OkStatus());
    EXPECT_FALSE(stream->Send({}));
  };
  Watcher watcher(server);
  watcher.ReadTo(5);
  EXPECT_THAT(watcher.Finish(), IsOk());
}

TEST(ServerStreamTest, TheSenderLearnsThatTheReceiverLeft) {
  TestServer server;
  Gate left;
  server.service().watch = [&](std::shared_ptr<SmallGoals::WatchStream> stream) {
    stream->SetCallbacks([&left] { left.Open(); }, nullptr);
    stream->Send({});
  };
  {
    Watcher watcher(server);
    WatchResponse response;
    ASSERT_TRUE(watcher.Read(&response));
  }
  left.Wait();
}

TEST(ServerStreamTest, DrainedIsCalledWhenTheQueueIsEmpty) {
  std::atomic<int64_t> sent = 0;
  TestServer server;
  server.service().watch = [&](std::shared_ptr<SmallGoals::WatchStream> stream) {
    std::weak_ptr<SmallGoals::WatchStream> weak = stream;
    const auto next = [&sent, weak] {
      auto open = weak.lock();
      if (open == nullptr) return;
      WatchResponse response;
      response.set_revision(++sent);
      open->Send(response);
    };
    stream->SetCallbacks(nullptr, next);
    next();
  };
  Watcher watcher(server);
  watcher.ReadTo(100);  // Far more than the queue holds.
}

using Follower = StreamFollower<WatchResponse>;

// Opens a Watch of everything and counts what happens.
Follower::Callbacks Callbacks(TestServer& server, std::function<void(const WatchResponse&)> message,
                              std::function<void(const absl::Status&)> lost) {
  return {.open =
              [&server](grpc::ClientContext* context) {
                WatchRequest request;
                request.set_parent("organizations/acme");
                request.set_after_revision(0);
                return server.stub().Watch(context, request);
              },
          .on_message = std::move(message),
          .on_lost = std::move(lost)};
}

TEST(StreamFollowerTest, HandsOverWhatComes) {
  TestServer server;
  Gate all;
  int64_t seen = 0;
  Follower follower(Callbacks(
      server,
      [&](const WatchResponse& message) {
        for (const auto& record : message.records()) EXPECT_EQ(record.revision(), ++seen);
        if (seen == 20) all.Open();
      },
      [](const absl::Status& status) { ADD_FAILURE() << status; }));
  for (int i = 0; i < 20; ++i) ASSERT_THAT(server.Create(CreateRequest()), IsOk());
  all.Wait();
}

TEST(StreamFollowerTest, ComesBackAfterEveryLoss) {
  TestServer server;
  server.service().watch = [](std::shared_ptr<SmallGoals::WatchStream> stream) {
    stream->Send({});
    stream->Close(status::NotFound("organizations/acme"));
  };
  Gate thrice;
  std::atomic<int> messages = 0;
  std::atomic<int> losses = 0;
  Follower follower(Callbacks(
      server, [&](const WatchResponse&) { ++messages; },
      [&](const absl::Status& status) {
        EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
        if (++losses == 3) thrice.Open();
      }));
  thrice.Wait();
  follower.Stop();
  EXPECT_EQ(losses, 3);
}

TEST(StreamFollowerTest, AGoodEndIsALossToo) {
  TestServer server;
  server.service().watch = [](std::shared_ptr<SmallGoals::WatchStream> stream) {
    stream->Close(absl::OkStatus());
  };
  Gate lost;
  Follower follower(Callbacks(
      server, [](const WatchResponse&) {},
      [&](const absl::Status& status) {
        EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
        lost.Open();
      }));
  lost.Wait();
}

TEST(StreamFollowerTest, SilenceIsALoss) {
  TestServer server;
  server.service().watch = [](std::shared_ptr<SmallGoals::WatchStream>) {};
  Gate lost;
  Follower follower(Callbacks(
                        server, [](const WatchResponse&) { ADD_FAILURE() << "nothing is sent"; },
                        [&](const absl::Status& status) {
                          EXPECT_EQ(status, absl::UnavailableError("no sign of life"));
                          lost.Open();
                        }),
                    absl::Milliseconds(20));
  lost.Wait();
}

TEST(StreamFollowerTest, RestartOpensAgainWithoutALoss) {
  TestServer server;
  std::atomic<int> opened = 0;
  Gate first;
  Gate second;
  server.service().watch = [&](std::shared_ptr<SmallGoals::WatchStream> stream) {
    stream->Send({});
  };
  Follower follower(Callbacks(
      server, [&](const WatchResponse&) { ++opened == 1 ? first.Open() : second.Open(); },
      [](const absl::Status& status) { ADD_FAILURE() << status; }));
  first.Wait();
  follower.Restart();
  second.Wait();
  follower.Stop();
  EXPECT_EQ(opened, 2);
}

}  // namespace
}  // namespace okapi::rpc
