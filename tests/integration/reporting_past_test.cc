// What reporting asks of goals about a time that is over.

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/api/timestamp.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "okapi/common/v1/audit_service.grpc.pb.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "services/reporting/neighbours/patience.h"
#include "tests/integration/reporting_scene.h"
#include "tests/support/server_options.h"

namespace okapi::reporting {
namespace {

namespace goals = okapi::goals::v1;
using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::OkrReport;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Nothing listens on port 1.

// A goal service of one organization with one objective, that writes down what it is asked.
class ScriptedGoals final : public goals::GoalsService::Service,
                            public goals::OrganizationsService::Service {
 public:
  // A call, and how long its caller meant to wait.
  struct Asked {
    std::string method;
    bool past = false;
    absl::Duration wait;
  };

  ScriptedGoals() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(static_cast<goals::GoalsService::Service*>(this));
    builder.RegisterService(static_cast<goals::OrganizationsService::Service*>(this));
    builder.RegisterService(&head_);
    server_ = builder.BuildAndStart();
  }
  ~ScriptedGoals() override {
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  // From now on nothing is known of the past.
  void Forget() OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    forgotten_ = true;
  }
  // From now on calls are not answered before they are cancelled.
  void Hang() OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    hangs_ = true;
  }
  // Since this was last asked, without how far it has come.
  std::vector<Asked> TakeAsked() OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return std::exchange(asked_, {});
  }

 private:
  using Context = grpc::ServerContext;

  class Head final : public okapi::common::v1::AuditService::Service {
   public:
    explicit Head(ScriptedGoals& goals) : goals_(goals) {}
    grpc::Status GetHead(Context* context, const okapi::common::v1::GetHeadRequest*,
                         okapi::common::v1::Head*) override {
      goals_.AwaitRelease(context);
      return grpc::Status::OK;
    }

   private:
    ScriptedGoals& goals_;
  };

  grpc::Status GetOrganization(Context* context, const goals::GetOrganizationRequest* request,
                               goals::Organization* response) override {
    response->set_name(request->name());
    return Answer("GetOrganization", context, *request);
  }
  grpc::Status ListObjectives(Context* context, const goals::ListObjectivesRequest* request,
                              goals::ListObjectivesResponse* response) override {
    response->add_objectives()->set_name(request->parent() + "/objectives/grow");
    return Answer("ListObjectives", context, *request);
  }
  grpc::Status ListKeyResults(Context* context, const goals::ListKeyResultsRequest* request,
                              goals::ListKeyResultsResponse*) override {
    return Answer("ListKeyResults", context, *request);
  }
  grpc::Status ListInitiatives(Context* context, const goals::ListInitiativesRequest* request,
                               goals::ListInitiativesResponse*) override {
    return Answer("ListInitiatives", context, *request);
  }
  grpc::Status ListCycles(Context* context, const goals::ListCyclesRequest* request,
                          goals::ListCyclesResponse*) override {
    return Answer("ListCycles", context, *request);
  }
  grpc::Status ListTeams(Context* context, const goals::ListTeamsRequest* request,
                         goals::ListTeamsResponse*) override {
    return Answer("ListTeams", context, *request);
  }
  grpc::Status ListMembers(Context* context, const goals::ListMembersRequest* request,
                           goals::ListMembersResponse*) override {
    return Answer("ListMembers", context, *request);
  }

  template <typename Request>
  grpc::Status Answer(const char* method, Context* context, const Request& request)
      OKAPI_EXCLUDES(mutex_) {
    {
      base::MutexLock lock(mutex_);
      const auto left = context->deadline() - std::chrono::system_clock::now();
      asked_.push_back({method, request.has_read_time(), absl::FromChrono(left)});
      if (forgotten_ && request.has_read_time()) {
        return grpc::Status(grpc::StatusCode::OUT_OF_RANGE, "nothing is known of then");
      }
    }
    AwaitRelease(context);
    return grpc::Status::OK;
  }
  void AwaitRelease(Context* context) OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    while (hangs_ && !context->IsCancelled()) cancelled_.WaitFor(mutex_, absl::Milliseconds(10));
  }

  int port_ = 0;
  Head head_{*this};
  std::unique_ptr<grpc::Server> server_;
  base::Mutex mutex_;
  base::CondVar cancelled_;
  bool forgotten_ OKAPI_GUARDED_BY(mutex_) = false;
  bool hangs_ OKAPI_GUARDED_BY(mutex_) = false;
  std::vector<Asked> asked_ OKAPI_GUARDED_BY(mutex_);
};

class ReportingPastTest : public ::testing::Test {
 protected:
  OkrReport ReportOfYesterday() {
    grpc::ClientContext context;
    GetOkrReportRequest request;
    request.set_name("organizations/o");
    *request.mutable_as_of_time() = api::ToTimestamp(clock_.Now() - absl::Hours(24));
    OkrReport report;
    const grpc::Status status = scene_.stub().GetOkrReport(&context, request, &report);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return report;
  }

  base::FakeClock clock_{absl::FromCivil(absl::CivilDay(2025, 3, 14), absl::UTCTimeZone())};
  ScriptedGoals goals_;
  ReportingScene scene_{clock_, goals_.address(), okapi::testing::kNobody};
};

// Goals reads all changes since for whoever asks first.
TEST_F(ReportingPastTest, TheOrganizationIsAskedForBeforeTheLists) {
  EXPECT_THAT(ReportOfYesterday().objectives(), SizeIs(1));
  const auto asked = goals_.TakeAsked();
  ASSERT_THAT(asked, SizeIs(7));
  EXPECT_EQ(asked[0].method, "GetOrganization");
  for (const auto& call : asked) {
    SCOPED_TRACE(call.method);
    EXPECT_TRUE(call.past);
    EXPECT_GT(call.wait, Patience::kLong) << "it may have much to read";
  }
}

TEST_F(ReportingPastTest, WhatNothingIsKnownOfIsAskedOnce) {
  goals_.Forget();
  const OkrReport report = ReportOfYesterday();
  EXPECT_THAT(report.sources(0).note(),
              HasSubstr("as they are now; nothing is known of what they were at"));
  EXPECT_THAT(report.objectives(), SizeIs(1));
  std::vector<std::string> past;
  for (const auto& call : goals_.TakeAsked()) {
    if (call.past) past.push_back(call.method);
  }
  EXPECT_THAT(past, ElementsAre("GetOrganization"));
}

// The long wait is for work, and not for one that does nothing.
TEST_F(ReportingPastTest, OneThatHangsIsNotAskedAndWhatItOnceSaidStandsIn) {
  ReportOfYesterday();
  scene_.Flush();
  goals_.TakeAsked();
  goals_.Hang();
  const OkrReport report = ReportOfYesterday();
  EXPECT_TRUE(report.sources(0).stale());
  EXPECT_THAT(report.objectives(), SizeIs(1));
  EXPECT_THAT(goals_.TakeAsked(), IsEmpty());
}

TEST_F(ReportingPastTest, WhatOneThatHangsNeverSaidOfThenIsAsItIsNow) {
  grpc::ClientContext context;
  GetOkrReportRequest now;
  now.set_name("organizations/o");
  OkrReport report;
  ASSERT_TRUE(scene_.stub().GetOkrReport(&context, now, &report).ok());
  scene_.Flush();
  goals_.Hang();
  report = ReportOfYesterday();
  EXPECT_TRUE(report.sources(0).stale());
  EXPECT_FALSE(report.sources(0).incomplete());
  EXPECT_TRUE(report.sources(0).has_unknown_time());
  EXPECT_THAT(report.objectives(), SizeIs(1));
}

TEST_F(ReportingPastTest, NamesOfAScorecardAreWaitedForAMomentAlsoOfOneThatHangs) {
  goals_.Hang();
  for (int time = 0; time < 2; ++time) {
    grpc::ClientContext context;
    okapi::reporting::v1::GetScorecardRequest request;
    request.set_name("organizations/o");
    request.set_names(true);
    okapi::reporting::v1::Scorecard scorecard;
    ASSERT_TRUE(scene_.stub().GetScorecard(&context, request, &scorecard).ok());
    const auto asked = goals_.TakeAsked();
    ASSERT_THAT(asked, Not(IsEmpty()));
    // gRPC rounds up a little on the way.
    for (const auto& call : asked) EXPECT_LT(call.wait, Patience::kShort * 2) << call.method;
  }
}

}  // namespace
}  // namespace okapi::reporting
