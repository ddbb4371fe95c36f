// That somebody has read a check-in.

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_private_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;

class GoalsAcknowledgeTest : public GoalsPrivateFixture {
 protected:
  static std::string CheckInOf(const std::string& objective, const std::string& id = "c") {
    return absl::StrCat(NameOf(objective), "/keyResults/k/checkIns/", id);
  }
  static std::string By(const std::string& member) {
    return absl::StrCat(" member: 'organizations/o/members/", member, "' ");
  }
  absl::StatusOr<v1::CheckIn> Acknowledge(const std::string& name, const std::string& member,
                                          const std::string& more = "") {
    return Call(&Goals::AcknowledgeCheckIn, Named(name) + By(member) + more);
  }
  absl::StatusOr<v1::CheckIn> ReportBy(const std::string& member, const std::string& id,
                                       const std::string& more = "") {
    return Call(&Goals::CreateCheckIn,
                absl::StrCat("parent: '", NameOf(kSeen), "/keyResults/k' check_in_id: '", id,
                             "' check_in { value: 4 author: 'organizations/o/members/", member,
                             "' ", more, " }"));
  }
};

TEST_F(GoalsAcknowledgeTest, OnceAndByAnotherOne) {
  ASSERT_THAT(ReportBy("ben", "b"), IsOk());
  const std::string name = CheckInOf(kSeen, "b");
  EXPECT_THAT(Acknowledge(name, "ben"), BadFieldIs("member"));
  EXPECT_THAT(Acknowledge(name, "zoe"), ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  EXPECT_THAT(
      Call(&Goals::AcknowledgeCheckIn, Named(name) + "member: 'organizations/p/members/anna'"),
      BadFieldIs("member"));
  EXPECT_THAT(Acknowledge(CheckInOf(kSeen, "none"), "anna"),
              ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
  ASSERT_THAT(Acknowledge(name, "anna", "validate_only: true"), IsOk());
  clock_.Advance(absl::Seconds(5));
  const std::string again = "request_id: '123e4567-e89b-42d3-a456-426614174000'";
  const auto read = Acknowledge(name, "anna", again);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->acknowledged_by(), "organizations/o/members/anna");
  EXPECT_EQ(read->acknowledge_time().seconds(), kNow + 5);
  EXPECT_EQ(read->value(), 4);
  EXPECT_THAT(Acknowledge(name, "anna", again), IsOk());
  for (const char* member : {"anna", "dan"}) {
    EXPECT_THAT(Acknowledge(name, member), ReasonIs(ErrorReason::INVALID_STATE));
  }
  EXPECT_EQ(Call(&Goals::GetCheckIn, Named(name))->acknowledged_by(),
            "organizations/o/members/anna");
}

TEST_F(GoalsAcknowledgeTest, WhatWasCorrectedIsNotReadAnyMore) {
  ASSERT_THAT(ReportBy("ben", "b"), IsOk());
  ASSERT_THAT(Acknowledge(CheckInOf(kSeen), "dan"), IsOk());
  ASSERT_THAT(ReportBy("ben", "d", absl::StrCat("corrects: '", CheckInOf(kSeen, "b"), "'")),
              IsOk());
  EXPECT_THAT(Acknowledge(CheckInOf(kSeen, "b"), "anna"), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Acknowledge(CheckInOf(kSeen, "d"), "anna"), IsOk());
  // What was read can be corrected still, and says who read it.
  ASSERT_THAT(ReportBy("ben", "e", absl::StrCat("corrects: '", CheckInOf(kSeen), "'")), IsOk());
  EXPECT_EQ(Call(&Goals::GetCheckIn, Named(CheckInOf(kSeen)))->acknowledged_by(),
            "organizations/o/members/dan");
}

TEST_F(GoalsAcknowledgeTest, WhatIsClosedIsReadStillUnlessItIsArchived) {
  ASSERT_THAT(Call(&Goals::CloseObjective, Named(NameOf(kSeen))), IsOk());
  ASSERT_THAT(Acknowledge(CheckInOf(kSeen), "dan", "validate_only: true"), IsOk());
  ASSERT_THAT(Call(&Goals::ArchiveObjective, Named(NameOf(kSeen))), IsOk());
  EXPECT_THAT(Acknowledge(CheckInOf(kSeen), "dan"), ReasonIs(ErrorReason::INVALID_STATE));
}

TEST_F(GoalsAcknowledgeTest, NoRuleOfChangeHoldsItUp) {
  ASSERT_THAT(Call(&Organizations::UpdateOrganization,
                   "organization { name: 'organizations/o' policy { change_rules { what: CHECK_INS "
                   "} change_rules { what: OBJECTIVES } } }"),
              IsOk());
  As("dan");
  EXPECT_THAT(CheckIn(kSeen, "z", 3), ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  EXPECT_THAT(Acknowledge(CheckInOf(kSeen), "dan"), IsOk());
}

TEST_F(GoalsAcknowledgeTest, WhatIsHiddenIsNotThereAndWhoSeesItIsToldOf) {
  const std::string name = CheckInOf(kHidden);
  for (const char* caller : {"", "dan"}) {
    As(caller);
    EXPECT_THAT(Acknowledge(name, "dan"), ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
  }
  As("ben");
  ChangesWatch watch(scene_);
  ASSERT_THAT(Acknowledge(name, "ben"), IsOk());
  const auto record = watch.AwaitRecord([&](const okapi::common::v1::ChangeRecord& it) {
    return it.changes_size() == 1 && it.changes(0).name() == name && it.changes(0).has_before();
  });
  v1::CheckIn after;
  ASSERT_TRUE(record.changes(0).after().UnpackTo(&after));
  EXPECT_EQ(after.acknowledged_by(), "organizations/o/members/ben");
}

// A history with one check-in that was read and one that was corrected.
TEST_F(GoalsAcknowledgeTest, AHistoryTellsWhoHasReadIt) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
  const auto check_in = [](const std::string& fields) {
    return absl::StrCat("check_ins { name: '", KeyResultName("k"),
                        "/checkIns/c' value: 1 value_time { seconds: 5 } create_time { seconds: 6 "
                        "} author: 'organizations/o/members/gone' ",
                        fields, " } ");
  };
  const auto import = [this](const std::string& check_ins, const std::string& more = "") {
    return Call(&Goals::ImportObjectiveHistory,
                absl::StrCat(Named(NameOf("a")), "history { key_results { key_result: '",
                             KeyResultName("k"), "' ", check_ins, " } } ", more));
  };
  const std::string at = "history.key_results[0].check_ins[0].";
  const std::string by = "acknowledged_by: 'organizations/o/members/left' ";
  EXPECT_THAT(import(check_in(by)), BadFieldIs(at + "acknowledge_time"));
  EXPECT_THAT(import(check_in("acknowledge_time { seconds: 7 }")),
              BadFieldIs(at + "acknowledge_time"));
  EXPECT_THAT(import(check_in(by + "acknowledge_time { seconds: 5 }")),
              BadFieldIs(at + "acknowledge_time"));
  EXPECT_THAT(import(check_in(by + "acknowledge_time { seconds: 1739577700 }")),
              BadFieldIs(at + "acknowledge_time"));  // 100 seconds ahead.
  EXPECT_THAT(import(check_in("acknowledged_by: 'organizations/o/members/gone' "
                              "acknowledge_time { seconds: 7 }")),
              BadFieldIs(at + "acknowledged_by"));
  EXPECT_THAT(import(check_in("acknowledged_by: 'organizations/p/members/x' "
                              "acknowledge_time { seconds: 7 }")),
              BadFieldIs(at + "acknowledged_by"));
  const std::string correction =
      absl::StrCat("check_ins { name: '", KeyResultName("k"), "/checkIns/d' corrects: '",
                   KeyResultName("k"), "/checkIns/c' create_time { seconds: 9 } }");
  const std::string corrected =
      absl::StrCat(by, "corrected_by: '", KeyResultName("k"), "/checkIns/d' ");
  EXPECT_THAT(import(check_in(corrected + "acknowledge_time { seconds: 10 }") + correction),
              BadFieldIs(at + "acknowledge_time"));
  ASSERT_THAT(import(check_in(corrected + "acknowledge_time { seconds: 9 }") + correction), IsOk());
  const auto history = Call(&Goals::GetObjectiveHistory, Named(NameOf("a")));
  ASSERT_THAT(history, IsOk());
  const auto& told = history->key_results(0).check_ins(0);
  EXPECT_EQ(told.acknowledged_by(), "organizations/o/members/left");
  EXPECT_EQ(told.acknowledge_time().seconds(), 9);
}

}  // namespace
}  // namespace okapi::goals
