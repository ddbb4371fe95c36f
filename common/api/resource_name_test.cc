#include "common/api/resource_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/errors.h"
#include "okapi/goals/v1/resources.pb.h"

namespace okapi::api {
namespace {

using ::testing::ElementsAre;

TEST(NamePatternTest, MatchesAndFormatsItsOwnNames) {
  const NamePattern& pattern = PatternOf<okapi::goals::v1::KeyResult>();
  const std::string name = "organizations/acme/objectives/growth/keyResults/nps-2025";
  auto ids = pattern.Match(name);
  ASSERT_TRUE(ids.ok()) << ids.status();
  EXPECT_THAT(*ids, ElementsAre("acme", "growth", "nps-2025"));
  EXPECT_EQ(pattern.Format(*ids), name);
}

TEST(NamePatternTest, RefusesWhatIsNotAName) {
  const NamePattern& pattern = PatternOf<okapi::goals::v1::Team>();
  const std::string long_id(64, 'a');
  for (const std::string& name : {
           std::string(),
           std::string("organizations"),
           std::string("organizations/acme"),
           std::string("organizations/acme/teams"),
           std::string("organizations/acme/teams/"),
           std::string("organizations/acme/teams/x/"),
           std::string("/organizations/acme/teams/x"),
           std::string("organizations/acme/members/x"),
           std::string("organizations/Acme/teams/x"),
           std::string("organizations/acme/teams/-"),
           std::string("organizations/acme/teams/x-"),
           std::string("organizations/acme/teams/1x"),
           std::string("organizations/acme/teams/x y"),
           std::string("organizations/acme/teams/x\0y", 28),
           "organizations/acme/teams/" + long_id,
           std::string("organizations//teams/x"),
           std::string("organizations/acme/teams/ü"),
       }) {
    auto ids = pattern.Match(name, "team.name");
    ASSERT_FALSE(ids.ok()) << name;
    EXPECT_EQ(ids.status().code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_EQ(status::ReasonOf(ids.status()), status::ErrorReason::INVALID_NAME) << name;
    EXPECT_NE(ids.status().message().find("team.name"), absl::string_view::npos) << name;
  }
}

TEST(NamePatternTest, WildcardsAreTakenWhereAllowed) {
  const NamePattern& pattern = PatternOf<okapi::goals::v1::Objective>();
  EXPECT_TRUE(pattern.Match("organizations/acme/objectives/-", "parent", true).ok());
  EXPECT_FALSE(pattern.Match("organizations/acme/objectives/-", "parent", false).ok());
}

TEST(OrganizationOfTest, IsTheBeginningOfEveryName) {
  EXPECT_EQ(OrganizationOf("organizations/acme/teams/x"), "organizations/acme");
  EXPECT_EQ(OrganizationOf("organizations/acme"), "organizations/acme");
  EXPECT_EQ(OrganizationOf("teams/x"), "");
  EXPECT_EQ(OrganizationOf(""), "");
}

TEST(LooksLikeNameTest, KnowsTheGeneralForm) {
  EXPECT_TRUE(LooksLikeName("organizations/acme/kpis/mrr"));
  EXPECT_FALSE(LooksLikeName("organizations/acme/kpis"));
  EXPECT_FALSE(LooksLikeName("kpis/mrr"));
  EXPECT_FALSE(LooksLikeName("organizations/acme//mrr"));
  EXPECT_FALSE(LooksLikeName("organizations/acme/kpis/Mrr"));
}

TEST(CheckIdTest, NamesTheField) {
  EXPECT_TRUE(CheckId("a", "team_id").ok());
  EXPECT_TRUE(CheckId(std::string(63, 'a'), "team_id").ok());
  const absl::Status status = CheckId("A", "team_id");
  EXPECT_EQ(status::ReasonOf(status), status::ErrorReason::INVALID_FIELD);
  EXPECT_NE(status.message().find("team_id"), absl::string_view::npos);
}

}  // namespace
}  // namespace okapi::api
