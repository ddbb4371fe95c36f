#include "services/cli/samples/push.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "common/rpc/channel.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"

namespace okapi::cli {
namespace {

namespace metrics = okapi::metrics::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Pair;

// What StreamSamples promises, in memory, with connections that break where a test says so.
class FakeMetrics final : public metrics::MetricsService::Service {
 public:
  using Stream =
      grpc::ServerReaderWriter<metrics::StreamSamplesResponse, metrics::StreamSamplesRequest>;

  // The connection breaks once when this batch is: not stored; stored, but not acknowledged.
  std::set<int64_t> lost;
  std::set<int64_t> unacknowledged;
  // Another push sends this batch a moment before.
  int64_t overtaken = 0;
  // Samples with this value are rejected.
  double rejected_value = -1;
  // All calls end with this.
  grpc::Status refusal;

  // Metric, region, time and value of all that was stored, and how often.
  std::map<std::string, int> stored;
  int64_t last_sequence = 0;
  int opened = 0;
  std::string stream_id;

  grpc::Status StreamSamples(grpc::ServerContext*, Stream* stream) override {
    base::MutexLock lock(mutex_);  // One connection at a time.
    if (!refusal.ok()) return refusal;
    metrics::StreamSamplesRequest request;
    if (!stream->Read(&request) || !request.has_open()) return grpc::Status::CANCELLED;
    stream_id = request.open().stream_id();
    ++opened;
    metrics::StreamSamplesResponse response;
    response.mutable_opened()->set_last_sequence(last_sequence);
    stream->Write(response);
    std::vector<std::string> series;
    while (stream->Read(&request)) {
      const metrics::SampleBatch& batch = request.batch();
      if (lost.erase(batch.sequence()) > 0) return {grpc::StatusCode::UNAVAILABLE, "lost"};
      if (batch.sequence() != last_sequence + 1) return {grpc::StatusCode::OUT_OF_RANGE, "a gap"};
      metrics::BatchAck ack = Store(batch, series);
      if (batch.sequence() == overtaken) ack.clear_accepted_count();
      if (unacknowledged.erase(batch.sequence()) > 0) {
        return {grpc::StatusCode::UNAVAILABLE, "not acknowledged"};
      }
      *response.mutable_ack() = ack;
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

 private:
  metrics::BatchAck Store(const metrics::SampleBatch& batch, std::vector<std::string>& series) {
    for (const metrics::SeriesDeclaration& declaration : batch.series()) {
      series.push_back(absl::StrCat(declaration.metric(), " ", declaration.labels().at("region")));
    }
    metrics::BatchAck ack;
    ack.set_sequence(batch.sequence());
    for (int i = 0; i < batch.values_size(); ++i) {
      if (batch.values(i) == rejected_value) {
        ack.set_rejected_count(ack.rejected_count() + 1);
        metrics::SampleRejection& rejection = *ack.add_rejections();
        rejection.set_sequence(batch.sequence());
        rejection.set_index(i);
        rejection.set_reason(metrics::SampleRejection::KIND_MISMATCH);
        rejection.set_message("is a gauge");
        continue;
      }
      ack.set_accepted_count(ack.accepted_count() + 1);
      ++stored[absl::StrCat(series.at(batch.series_refs(i)), " ", batch.times_us(i), " ",
                            batch.values(i))];
    }
    last_sequence = batch.sequence();
    return ack;
  }

  base::Mutex mutex_;
};

class PushTest : public ::testing::Test {
 protected:
  static constexpr int kRows = 1000;

  PushTest()
      : path_(absl::StrCat(::testing::TempDir(), "/push-",
                           ::testing::UnitTest::GetInstance()->current_test_info()->name(),
                           ".csv")) {
    std::ofstream file(path_);
    file << "time,region,n\n";
    for (int i = 0; i < kRows; ++i) file << "2026-01-31,r" << i % 23 << "," << i << "\n";
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&metrics_);
    server_ = builder.BuildAndStart();

    options_.path = path_;
    options_.parent = "organizations/acme";
    options_.mapping.time = "time";
    options_.mapping.values = {"visits=n"};
    options_.mapping.labels = {"region"};
    options_.mapping.kind = "delta";
    options_.mapping.batch_samples = 10;
  }
  ~PushTest() override {
    Stop();
    std::remove(path_.c_str());
  }

  void Stop() {
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
  }

  PushResult PushFile() {
    return Push(options_, rpc::Connect(absl::StrCat("127.0.0.1:", port_)), clock_, stderr);
  }

  void ExpectEverySampleOnce() {
    EXPECT_EQ(metrics_.stored.size(), static_cast<size_t>(kRows));
    for (const auto& [sample, count] : metrics_.stored) EXPECT_EQ(count, 1) << sample;
  }

  const std::string path_;
  const base::RealClock clock_;
  FakeMetrics metrics_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  PushOptions options_;
};

TEST_F(PushTest, EverySampleArrivesOnce) {
  const PushResult result = PushFile();
  ASSERT_TRUE(result.status.ok()) << result.status;
  EXPECT_EQ(result.summary.accepted, kRows);
  EXPECT_EQ(metrics_.last_sequence, kRows / 10);
  EXPECT_EQ(metrics_.stream_id, result.summary.stream);
  EXPECT_EQ(result.summary.stream.substr(0, 5), "file-");
  ExpectEverySampleOnce();
}

TEST_F(PushTest, PushingAgainCountsNothingTwice) {
  ASSERT_TRUE(PushFile().status.ok());
  const PushResult again = PushFile();
  ASSERT_TRUE(again.status.ok()) << again.status;
  EXPECT_EQ(again.summary.accepted, 0);
  EXPECT_EQ(again.summary.duplicates, kRows);
  ExpectEverySampleOnce();
}

TEST_F(PushTest, GoesOnAfterEveryBreak) {
  metrics_.lost = {1, 2, 50, 100};
  metrics_.unacknowledged = {3, 70};
  const PushResult result = PushFile();
  ASSERT_TRUE(result.status.ok()) << result.status;
  EXPECT_EQ(metrics_.opened, 7);
  EXPECT_EQ(result.summary.accepted, kRows - 20);
  EXPECT_EQ(result.summary.unconfirmed, 20);
  EXPECT_EQ(result.summary.duplicates, 0);
  ExpectEverySampleOnce();
}

TEST_F(PushTest, WhatAnotherPushSendsMeanwhileIsADuplicate) {
  metrics_.overtaken = 5;
  const PushResult result = PushFile();
  ASSERT_TRUE(result.status.ok()) << result.status;
  EXPECT_EQ(result.summary.accepted, kRows - 10);
  EXPECT_EQ(result.summary.duplicates, 10);
  EXPECT_EQ(result.summary.unconfirmed, 0);
  ExpectEverySampleOnce();
}

TEST_F(PushTest, AnotherPushGoesOnWhereTheLastStopped) {
  metrics_.lost = {40};
  options_.retry = absl::ZeroDuration();  // Gives up at the first break.
  const PushResult first = PushFile();
  EXPECT_EQ(first.status.code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(first.summary.complete);
  options_.retry = absl::Seconds(60);
  const PushResult second = PushFile();
  ASSERT_TRUE(second.status.ok()) << second.status;
  EXPECT_EQ(second.summary.duplicates + second.summary.accepted, kRows);
  EXPECT_EQ(second.summary.accepted, kRows - 390);
  ExpectEverySampleOnce();
}

TEST_F(PushTest, TellsTheLinesThatTheServerRejected) {
  metrics_.rejected_value = 500;
  std::ofstream(path_, std::ios::app) << "2026-01-31,r1\n";
  const PushResult result = PushFile();
  ASSERT_TRUE(result.status.ok()) << result.status;
  EXPECT_FALSE(result.summary.AllStored());
  EXPECT_EQ(result.summary.accepted, kRows - 1);
  EXPECT_THAT(result.summary.reasons,
              ElementsAre(Pair("metric of another kind", 1), Pair("wrong number of columns", 1)));
  std::ostringstream out;
  PrintSummary(result.summary, out);
  EXPECT_THAT(out.str(),
              HasSubstr(absl::StrCat(path_, ":502: is a gauge\n", path_, ":1002: 2 columns")));
}

TEST_F(PushTest, GivesUpWhenNobodyIsThere) {
  Stop();
  options_.retry = absl::Milliseconds(300);
  const PushResult result = PushFile();
  EXPECT_EQ(result.status.code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(result.wrong_input);
  EXPECT_THAT(std::string(result.status.message()),
              HasSubstr("okapi-metrics took nothing for 300ms"));
}

TEST_F(PushTest, ARefusalIsFinal) {
  metrics_.refusal = {grpc::StatusCode::INVALID_ARGUMENT, "no such organization"};
  const PushResult result = PushFile();
  EXPECT_EQ(result.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(result.wrong_input);
}

TEST_F(PushTest, ANameIsForTheDataOnly) {
  options_.stream = "till 7";
  const std::string first = PushFile().summary.stream;
  EXPECT_THAT(first, MatchesRegex("till 7-[0-9a-f]{12}"));
  EXPECT_EQ(metrics_.stream_id, first);
  EXPECT_EQ(PushFile().summary.stream, first);
  std::ofstream(path_, std::ios::app) << "2026-01-31,r1,1\n";
  EXPECT_NE(PushFile().summary.stream, first);
}

TEST_F(PushTest, TakesOnlyNamesThatTheServerTakes) {
  options_.stream = std::string(187, 'x');
  EXPECT_EQ(PushFile().summary.stream.size(), 200U);
  for (const std::string& name :
       {options_.stream + "x", std::string("till\n7"), std::string("Größe")}) {
    options_.stream = name;
    const PushResult result = PushFile();
    EXPECT_TRUE(result.wrong_input) << name;
    EXPECT_THAT(std::string(result.status.message()), HasSubstr("--stream: must be printable"));
  }
}

TEST_F(PushTest, AnotherFilesStreamIsRefused) {
  metrics_.last_sequence = 101;
  options_.stream = "daily";
  const PushResult result = PushFile();
  EXPECT_TRUE(result.wrong_input);
  EXPECT_THAT(std::string(result.status.message()),
              HasSubstr("gives only 100 batches, but the stream 'daily-"));
  EXPECT_THAT(metrics_.stored, IsEmpty());
}

TEST_F(PushTest, AWrongMappingSendsNothing) {
  options_.mapping.values = {"visits=count"};
  const PushResult result = PushFile();
  EXPECT_TRUE(result.wrong_input);
  EXPECT_FALSE(result.begun);
  EXPECT_THAT(std::string(result.status.message()),
              HasSubstr("column 'count' is missing; the columns are 'time', 'region', 'n'"));
  EXPECT_EQ(metrics_.opened, 0);
}

TEST(PushSummaryTest, ShowsTheFirstLinesInTheOrderOfTheFile) {
  PushSummary summary;
  summary.file = "f.csv";
  for (int64_t line = 30; line > 1; --line) summary.AddRejected({line, 2, "odd \"reason\"", "why"});
  EXPECT_EQ(summary.rejected, 58);
  ASSERT_EQ(summary.first_lines.size(), PushSummary::kLinesShownMax);
  EXPECT_EQ(summary.first_lines.front().line, 2);
  EXPECT_EQ(summary.first_lines.back().line, 11);
  std::ostringstream json;
  PrintSummaryJson(summary, json);
  EXPECT_THAT(json.str(), HasSubstr(R"("rejectedByReason":{"odd \"reason\"":58})"));
}

}  // namespace
}  // namespace okapi::cli
