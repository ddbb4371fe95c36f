#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/convert.h"
#include "common/status/errors.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "okapi/reporting/v1/reporting_service.grpc.pb.h"
#include "services/cli/session/command.h"

namespace okapi::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Optional;

const char kAcme[] = "organizations/acme";

// Each call sends one message, numbered by the call, and breaks off; the third is refused.
class FakeGoals final : public goals::v1::GoalsService::Service {
 public:
  grpc::Status Watch(grpc::ServerContext*, const goals::v1::WatchRequest* request,
                     grpc::ServerWriter<goals::v1::WatchResponse>* writer) override {
    asked.push_back(request->has_after_revision() ? std::make_optional(request->after_revision())
                                                  : std::nullopt);
    if (asked.size() > 2) return status::ToGrpc(status::NotFound(kAcme));
    goals::v1::WatchResponse response;
    response.set_revision(10 * static_cast<int64_t>(asked.size()));
    auto& record = *response.add_records();
    record.set_revision(response.revision());
    record.add_changes()->set_name(absl::StrCat("change-", asked.size()));
    writer->Write(response);
    return {grpc::StatusCode::UNAVAILABLE, "Socket closed"};
  }

  // What each call asked to come after.
  std::vector<std::optional<int64_t>> asked;
};

class FakeReporting final : public reporting::v1::ReportingService::Service {
 public:
  grpc::Status WatchReport(
      grpc::ServerContext*, const reporting::v1::WatchReportRequest* request,
      grpc::ServerWriter<reporting::v1::WatchReportResponse>* writer) override {
    tokens.push_back(request->resume_token());
    if (tokens.size() > 2) return status::ToGrpc(status::NotFound(kAcme));
    reporting::v1::WatchReportResponse response;
    response.set_full(tokens.back().empty());
    response.set_resume_token(absl::StrCat("token-", tokens.size()));
    auto& report = *response.mutable_okr_report();
    if (response.full()) report.set_organization_display_name("Acme");
    report.add_objectives()->mutable_objective()->set_name(absl::StrCat("o", tokens.size()));
    report.mutable_objectives(0)->mutable_objective()->set_display_name(
        absl::StrCat("Objective ", tokens.size()));
    writer->Write(response);
    return grpc::Status::OK;  // As a service that is shut down in good order.
  }

  // The token that each call came with.
  std::vector<std::string> tokens;
};

class WatchTest : public ::testing::Test {
 protected:
  WatchTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&goals_);
    builder.RegisterService(&reporting_);
    server_ = builder.BuildAndStart();
    session_.addresses.goals = absl::StrCat("127.0.0.1:", port);
    session_.addresses.reporting = session_.addresses.goals;
    session_.org = "acme";
    session_.out = &out_;
    session_.err = &err_;
  }

  int Run(const std::string& line) {
    CLI::App app;
    AddWatch(app, session_);
    app.parse(line);
    return session_.run();
  }

  FakeGoals goals_;
  FakeReporting reporting_;
  std::unique_ptr<grpc::Server> server_;
  Session session_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(WatchTest, ChangesGoOnBehindTheLastOneSeen) {
  EXPECT_EQ(Run("watch changes"), kExitRefused);
  EXPECT_THAT(goals_.asked, ElementsAre(std::nullopt, Optional(10), Optional(20)));
  EXPECT_THAT(out_.str(), HasSubstr("created  change-1\n"));
  EXPECT_THAT(out_.str(), HasSubstr("created  change-2\n"));
  EXPECT_THAT(err_.str(), HasSubstr("does not answer: Socket closed\nokapi: trying again"));
  EXPECT_THAT(err_.str(), HasSubstr("okapi: watching again\n"));
  EXPECT_THAT(err_.str(), HasSubstr("'organizations/acme' does not exist\n"));
}

TEST_F(WatchTest, AReportGoesOnBehindTheLastMessageSeen) {
  EXPECT_EQ(Run("watch okr"), kExitRefused);
  EXPECT_THAT(reporting_.tokens, ElementsAre("", "token-1", "token-2"));
  // The second message had only what was new; what was there before it is still shown.
  const std::string second = out_.str().substr(out_.str().rfind("OKRs of Acme,"));
  EXPECT_THAT(second, HasSubstr("\nObjective 1\n"));
  EXPECT_THAT(second, HasSubstr("\nObjective 2\n"));
  EXPECT_THAT(err_.str(), HasSubstr("does not answer: it ended the watch\n"));
}

TEST_F(WatchTest, AServiceThatWasNeverThereIsNotWaitedFor) {
  session_.addresses.reporting = "127.0.0.1:0";
  EXPECT_EQ(Run("watch okr"), kExitUnreachable);
  EXPECT_THAT(err_.str(), HasSubstr("does not answer"));
}

}  // namespace
}  // namespace okapi::cli
