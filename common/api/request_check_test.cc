#include "common/api/request_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "common/status/errors.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"

namespace okapi::api {
namespace {

using okapi::goals::v1::CreateKeyResultRequest;
using okapi::goals::v1::CreateTeamRequest;
using okapi::goals::v1::GetTeamRequest;
using okapi::goals::v1::ListKeyResultsRequest;
using okapi::goals::v1::UpdateTeamRequest;
using ::testing::HasSubstr;

std::string Message(const absl::Status& status) { return std::string(status.message()); }

CreateTeamRequest GoodTeam() {
  CreateTeamRequest request;
  request.set_parent("organizations/acme");
  request.set_team_id("sales");
  request.mutable_team()->set_display_name("Sales");
  return request;
}

TEST(CheckRequestTest, TakesAGoodRequest) {
  EXPECT_TRUE(CheckRequest(GoodTeam()).ok()) << CheckRequest(GoodTeam());
}

TEST(CheckRequestTest, NamesEveryBadField) {
  CreateKeyResultRequest request;
  request.set_parent("organizations/acme/objectives/growth");
  request.mutable_key_result()->mutable_from_to()->set_baseline(
      std::numeric_limits<double>::quiet_NaN());
  request.mutable_key_result()->set_weight(std::numeric_limits<double>::infinity());
  request.mutable_key_result()->set_description(std::string(4001, 'x'));
  request.set_request_id("abc");
  const absl::Status status = CheckRequest(request);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status::ReasonOf(status), status::ErrorReason::INVALID_FIELD);
  for (const char* field : {"key_result.display_name: is required",
                            "key_result.from_to.baseline: must be", "key_result.weight: must be",
                            "key_result.description: is longer", "request_id: must be a UUID"}) {
    EXPECT_THAT(Message(status), HasSubstr(field));
  }
}

TEST(CheckRequestTest, AnUpdateNamesWhatItChanges) {
  UpdateTeamRequest request;
  EXPECT_THAT(Message(CheckRequest(request)), HasSubstr("team: is required"));
  request.mutable_team()->set_display_name("Sales");
  EXPECT_THAT(Message(CheckRequest(request)), HasSubstr("team.name: is required"));
}

TEST(CheckRequestTest, ATemplateMaySayTheRest) {
  okapi::goals::v1::CreateObjectiveFromTemplateRequest request;
  request.set_parent("organizations/acme");
  request.mutable_objective()->set_cycle("organizations/acme/cycles/q1");
  EXPECT_THAT(Message(CheckRequest(request)), HasSubstr("template_id: is required"));
  request.set_template_id("any");
  EXPECT_TRUE(CheckRequest(request).ok()) << CheckRequest(request);
  request.mutable_objective()->set_display_name(" ");
  EXPECT_THAT(Message(CheckRequest(request)), HasSubstr("objective.display_name: is blank"));
  request.clear_objective();
  EXPECT_THAT(Message(CheckRequest(request)), HasSubstr("objective: is required"));
}

TEST(CheckRequestTest, ListsOfEnumeratorsHaveOnlyKnownOnes) {
  okapi::goals::v1::ListObjectivesRequest request;
  request.set_parent("organizations/acme");
  request.add_states(okapi::goals::v1::Objective::ACTIVE);
  request.add_states(static_cast<okapi::goals::v1::Objective::State>(77));
  EXPECT_THAT(Message(CheckRequest(request)), HasSubstr("states[1]: has no value 77"));
}

TEST(CheckRequestTest, RequiresTheResourceItself) {
  CreateTeamRequest request = GoodTeam();
  request.clear_team();
  EXPECT_THAT(Message(CheckRequest(request)), HasSubstr("team: is required"));
}

TEST(CheckRequestTest, RefusesDurationsAndTimesThatAreNone) {
  metrics::v1::CreateKpiRequest request;
  request.set_parent("organizations/acme");
  request.set_kpi_id("visits");
  request.mutable_kpi()->set_display_name("Visits");
  request.mutable_kpi()->mutable_late_tolerance()->set_nanos(1'000'000'000);
  EXPECT_THAT(Message(CheckRequest(request)), HasSubstr("kpi.late_tolerance: is no duration"));
  request.mutable_kpi()->mutable_late_tolerance()->set_seconds(1);
  request.mutable_kpi()->mutable_late_tolerance()->set_nanos(-1);
  EXPECT_THAT(Message(CheckRequest(request)), HasSubstr("kpi.late_tolerance: is no duration"));
  request.mutable_kpi()->mutable_late_tolerance()->set_nanos(1);
  EXPECT_THAT(Message(CheckRequest(request)), ::testing::Not(HasSubstr("late_tolerance")));
}

TEST(CheckRequestTest, LeavesAPartialPatchToTheUpdatedResource) {
  UpdateTeamRequest request;
  request.mutable_team()->set_name("organizations/acme/teams/sales");
  EXPECT_TRUE(CheckRequest(request).ok());
  EXPECT_THAT(Message(CheckResource(request.team())), HasSubstr("team.display_name: is required"));
}

TEST(CheckRequestTest, ChecksNamesByTheirReference) {
  GetTeamRequest request;
  request.set_name("organizations/acme/members/x");
  const absl::Status status = CheckRequest(request);
  EXPECT_EQ(status::ReasonOf(status), status::ErrorReason::INVALID_NAME);
  EXPECT_THAT(Message(status), HasSubstr("organizations/{organization}/teams/{team}"));
}

TEST(CheckRequestTest, TakesWildcardsInParentsOnly) {
  ListKeyResultsRequest list;
  list.set_parent("organizations/acme/objectives/-");
  EXPECT_TRUE(CheckRequest(list).ok()) << CheckRequest(list);
  GetTeamRequest get;
  get.set_name("organizations/acme/teams/-");
  EXPECT_FALSE(CheckRequest(get).ok());
}

TEST(CheckRequestTest, RefusesNegativePageSizesAndUnknownEnumValues) {
  ListKeyResultsRequest list;
  list.set_parent("organizations/acme/objectives/-");
  list.set_page_size(-1);
  EXPECT_THAT(Message(CheckRequest(list)), HasSubstr("page_size: must not be negative"));
  okapi::goals::v1::CreateObjectiveRequest create;
  create.set_parent("organizations/acme");
  create.mutable_objective()->set_display_name("x");
  create.mutable_objective()->set_cycle("organizations/acme/cycles/q1");
  create.mutable_objective()->set_commitment(
      static_cast<okapi::goals::v1::Objective::Commitment>(77));
  EXPECT_THAT(Message(CheckRequest(create)), HasSubstr("objective.commitment: has no value 77"));
}

TEST(CheckRequestTest, CountsCharactersNotBytes) {
  CreateTeamRequest request = GoodTeam();
  std::string name;
  for (int i = 0; i < kDisplayNameLengthMax; ++i) name += "ế";
  request.mutable_team()->set_display_name(name);
  EXPECT_TRUE(CheckRequest(request).ok());
  request.mutable_team()->set_display_name(name + "x");
  EXPECT_THAT(Message(CheckRequest(request)), HasSubstr("team.display_name: is longer than 200"));
}

TEST(ClearOutputOnlyTest, ClearsWhatOnlyTheServerSets) {
  CreateTeamRequest request = GoodTeam();
  request.mutable_team()->mutable_create_time()->set_seconds(1);
  ClearOutputOnly(request);
  EXPECT_FALSE(request.team().has_create_time());
  EXPECT_EQ(request.team().display_name(), "Sales");
}

TEST(AsWrittenTest, WhatAServerWroteIsKeptAndChecked) {
  okapi::goals::v1::ImportObjectiveHistoryRequest request;
  request.set_name("organizations/acme/objectives/growth");
  auto& comment = *request.mutable_history()->add_comments();
  comment.set_text("why");
  comment.mutable_create_time()->set_seconds(1);
  auto& grade = *request.mutable_history()->mutable_grade();
  grade.set_reason("late");
  const std::string before = request.SerializeAsString();
  ClearOutputOnly(request);
  EXPECT_EQ(request.SerializeAsString(), before);
  EXPECT_TRUE(CheckRequest(request).ok()) << CheckRequest(request);

  grade.set_score(std::numeric_limits<double>::quiet_NaN());
  grade.set_reason(std::string(4001, 'x'));
  comment.clear_text();
  comment.mutable_create_time()->set_nanos(-1);
  for (const char* field :
       {"history.grade.score: must be a finite", "history.grade.reason: is longer",
        "history.comments[0].text: is required", "history.comments[0].create_time: is no time"}) {
    EXPECT_THAT(Message(CheckRequest(request)), HasSubstr(field));
  }
  grade.set_author("nobody");
  EXPECT_EQ(status::ReasonOf(CheckRequest(request)), status::ErrorReason::INVALID_NAME);
  // Elsewhere the same messages are the server's.
  okapi::goals::v1::Objective objective;
  *objective.mutable_grade() = grade;
  ClearOutputOnly(objective);
  EXPECT_FALSE(objective.has_grade());
}

}  // namespace
}  // namespace okapi::api
