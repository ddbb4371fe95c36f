// How often goals is asked what everybody sees, beside what somebody does.

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/rpc/call.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "tests/integration/reporting_scene.h"

namespace okapi::reporting {
namespace {

using grpc::ServerContext;

// The three lists behind a report.
constexpr int kLists = 3;

// Goals with an organization that has nothing yet. Counts who asks for its lists, and may refuse
// them.
class CountingGoals final : public okapi::goals::v1::GoalsService::Service {
 public:
  CountingGoals() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    builder.RegisterService(&organizations_);
    server_ = builder.BuildAndStart();
  }
  ~CountingGoals() override {
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
  }
  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  void RefuseLists(grpc::StatusCode code) OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    refusal_ = grpc::Status(code, "refused");
  }
  // For lists, by a member or by nobody in particular.
  int AskedBy(const std::string& actor) OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return asked_[actor];
  }

 private:
  struct Organizations final : okapi::goals::v1::OrganizationsService::Service {
    grpc::Status GetOrganization(ServerContext*,
                                 const okapi::goals::v1::GetOrganizationRequest* request,
                                 okapi::goals::v1::Organization* response) override {
      response->set_name(request->name());
      return grpc::Status::OK;
    }
    grpc::Status ListCycles(ServerContext*, const okapi::goals::v1::ListCyclesRequest*,
                            okapi::goals::v1::ListCyclesResponse*) override {
      return grpc::Status::OK;
    }
    grpc::Status ListTeams(ServerContext*, const okapi::goals::v1::ListTeamsRequest*,
                           okapi::goals::v1::ListTeamsResponse*) override {
      return grpc::Status::OK;
    }
    grpc::Status ListMembers(ServerContext*, const okapi::goals::v1::ListMembersRequest*,
                             okapi::goals::v1::ListMembersResponse*) override {
      return grpc::Status::OK;
    }
  };

  grpc::Status ListObjectives(ServerContext* context,
                              const okapi::goals::v1::ListObjectivesRequest*,
                              okapi::goals::v1::ListObjectivesResponse*) override {
    return Count(*context);
  }
  grpc::Status ListKeyResults(ServerContext* context,
                              const okapi::goals::v1::ListKeyResultsRequest*,
                              okapi::goals::v1::ListKeyResultsResponse*) override {
    return Count(*context);
  }
  grpc::Status ListInitiatives(ServerContext* context,
                               const okapi::goals::v1::ListInitiativesRequest*,
                               okapi::goals::v1::ListInitiativesResponse*) override {
    return Count(*context);
  }
  grpc::Status Count(const ServerContext& context) OKAPI_EXCLUDES(mutex_) {
    const auto actor = context.client_metadata().find(rpc::kActorKey);
    const bool named = actor != context.client_metadata().end();
    base::MutexLock lock(mutex_);
    ++asked_[named ? std::string(actor->second.data(), actor->second.size()) : rpc::kAnonymous];
    return refusal_;
  }

  Organizations organizations_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  base::Mutex mutex_;
  grpc::Status refusal_ OKAPI_GUARDED_BY(mutex_);
  std::map<std::string, int> asked_ OKAPI_GUARDED_BY(mutex_);
};

constexpr char kAnna[] = "organizations/o/members/anna";

class ReportingViewersTest : public ::testing::Test {
 protected:
  // Of the past with `as_of`.
  void Report(const std::string& viewer, std::optional<absl::Time> as_of = std::nullopt) {
    grpc::ClientContext context;
    if (!viewer.empty()) context.AddMetadata(rpc::kActorKey, viewer);
    v1::GetOkrReportRequest request;
    request.set_name("organizations/o");
    if (as_of.has_value()) *request.mutable_as_of_time() = api::ToTimestamp(*as_of);
    v1::OkrReport report;
    const grpc::Status status = scene_.stub().GetOkrReport(&context, request, &report);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  int AskedForEverybody() { return goals_.AskedBy(rpc::kAnonymous); }

  base::FakeClock clock_{absl::FromCivil(absl::CivilDay(2025, 3, 14), absl::UTCTimeZone())};
  CountingGoals goals_;
  // Nobody is metrics.
  ReportingScene scene_{clock_, goals_.address(), "127.0.0.1:1"};
};

TEST_F(ReportingViewersTest, WhatEverybodySeesIsAskedForOnceAMinute) {
  for (int i = 0; i < 3; ++i) Report(kAnna);
  EXPECT_EQ(goals_.AskedBy(kAnna), 3 * kLists);
  EXPECT_EQ(AskedForEverybody(), kLists);
  clock_.Advance(absl::Minutes(1));
  for (int i = 0; i < 3; ++i) Report(kAnna);
  EXPECT_EQ(AskedForEverybody(), 2 * kLists);
  clock_.Advance(absl::Minutes(1));
  Report("");
  EXPECT_EQ(AskedForEverybody(), 3 * kLists);
  Report(kAnna);
  EXPECT_EQ(AskedForEverybody(), 3 * kLists) << "known from the last minute";
}

TEST_F(ReportingViewersTest, OneThatIsOverloadedIsNotAskedTheMoreForIt) {
  for (const auto code : {grpc::StatusCode::RESOURCE_EXHAUSTED, grpc::StatusCode::UNAVAILABLE}) {
    const int before = AskedForEverybody();
    goals_.RefuseLists(code);
    for (int i = 0; i < 3; ++i) Report(kAnna);
    EXPECT_EQ(AskedForEverybody() - before, kLists);
    clock_.Advance(absl::Minutes(1));
  }
  EXPECT_EQ(goals_.AskedBy(kAnna), 6 * kLists);
}

TEST_F(ReportingViewersTest, OfThePastNobodyIsAskedForOthers) {
  for (int hours = 1; hours <= 3; ++hours) Report(kAnna, clock_.Now() - absl::Hours(hours));
  EXPECT_EQ(goals_.AskedBy(kAnna), 3 * kLists);
  EXPECT_EQ(AskedForEverybody(), 0);
}

TEST_F(ReportingViewersTest, OfAllWhoComeAtOnceOneAsks) {
  std::vector<std::thread> viewers;
  for (int i = 0; i < 8; ++i) viewers.emplace_back([this] { Report(kAnna); });
  for (std::thread& viewer : viewers) viewer.join();
  EXPECT_EQ(goals_.AskedBy(kAnna), 8 * kLists);
  EXPECT_EQ(AskedForEverybody(), kLists);
}

}  // namespace
}  // namespace okapi::reporting
