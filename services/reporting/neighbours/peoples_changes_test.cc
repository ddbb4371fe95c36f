// How far changes are read, and what is said of those that were not.

#include "services/reporting/neighbours/peoples_changes.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "tests/support/status_matchers.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::AuditService;
using okapi::common::v1::GetHeadRequest;
using okapi::common::v1::Head;
using okapi::metrics::v1::MetricsService;
using okapi::metrics::v1::WatchRequest;
using okapi::metrics::v1::WatchResponse;
using okapi::testing::IsOk;
using ::testing::HasSubstr;

constexpr int64_t kNow = 40'000;

// Somebody has changed something in every second until now: the revision is the second.
class BusyService final : public MetricsService::Service, public AuditService::Service {
 public:
  grpc::Status GetHead(grpc::ServerContext*, const GetHeadRequest* request,
                       Head* response) override {
    response->set_revision(request->has_at_time() ? request->at_time().seconds() : kNow);
    return grpc::Status::OK;
  }
  grpc::Status Watch(grpc::ServerContext*, const WatchRequest* request,
                     grpc::ServerWriter<WatchResponse>* writer) override {
    constexpr int64_t kAtOnce = 700;
    WatchResponse response;
    do {
      response.clear_records();
      for (int64_t last = response.revision() == 0 ? request->after_revision()
                                                   : response.revision(),
                   end = std::min(last + kAtOnce, kNow);
           last < end;) {
        auto& record = *response.add_records();
        record.set_revision(++last);
        record.mutable_commit_time()->set_seconds(last);
        record.add_changes()->set_name("organizations/o/kpis/k");
        response.set_revision(last);
      }
      told = response.revision();
    } while (writer->Write(response) && told < kNow);
    return grpc::Status::OK;
  }

  // Up to which revision it has told.
  int64_t told = 0;
};

class PeoplesChangesTest : public ::testing::Test {
 protected:
  PeoplesChangesTest() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(static_cast<MetricsService::Service*>(&service_));
    builder.RegisterService(static_cast<AuditService::Service*>(&service_));
    server_ = builder.BuildAndStart();
    channel_ =
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
  }

  PeoplesChanges Read(int64_t since, std::optional<int64_t> until) {
    const auto patience = Patience::With(channel_);
    const auto stub = MetricsService::NewStub(channel_);
    std::optional<absl::Time> end;
    if (until.has_value()) end = absl::FromUnixSeconds(*until);
    return ReadPeoplesChanges<WatchRequest, WatchResponse>(HeadReader(channel_, *patience), *stub,
                                                           "organizations/o",
                                                           absl::FromUnixSeconds(since), end);
  }
  // The first and the last one.
  static std::string Range(const PeoplesChanges& changes) {
    if (changes.records.empty()) return "none";
    return absl::StrCat(changes.records.front().revision(), " to ",
                        changes.records.back().revision());
  }

  BusyService service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(PeoplesChangesTest, WhatComesAfterTheEndIsNotRead) {
  const PeoplesChanges changes = Read(1000, 2500);
  EXPECT_THAT(changes.problem, IsOk());
  EXPECT_EQ(Range(changes), "1000 to 2499");
  server_->Shutdown();
  EXPECT_LT(service_.told, kNow) << "the stream was let go of";
}

TEST_F(PeoplesChangesTest, WithoutAnEndAllAreRead) {
  const PeoplesChanges changes = Read(35'000, std::nullopt);
  EXPECT_THAT(changes.problem, IsOk());
  EXPECT_EQ(Range(changes), "35000 to 40000");
}

TEST_F(PeoplesChangesTest, AsManyAsAreReadAreNotTooMany) {
  const PeoplesChanges all = Read(1000, 1000 + kPeoplesChangesMax);
  EXPECT_THAT(all.problem, IsOk());
  EXPECT_EQ(Range(all), "1000 to 10999");
}

TEST_F(PeoplesChangesTest, OfTooManyItIsSaidWhereReadingEnded) {
  const PeoplesChanges some = Read(1000, 30'000);
  EXPECT_EQ(Range(some), "1000 to 11499");
  EXPECT_THAT(some.problem.message(),
              HasSubstr("after the first 10500, up to 1970-01-01 03:11:39 UTC, no more were read"));
}

TEST_F(PeoplesChangesTest, BetweenTimesOfTheSameRevisionThereAreNone) {
  EXPECT_EQ(Range(Read(1000, 1000)), "none");
  EXPECT_EQ(service_.told, 0) << "nobody asked for a stream";
}

}  // namespace
}  // namespace okapi::reporting
