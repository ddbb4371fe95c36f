#include "services/goals/numbers/assessment.h"

#include <gtest/gtest.h>

#include "tests/support/text_proto.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Progress;
using okapi::common::v1::Status;
using okapi::goals::v1::Assessment;
using okapi::testing::FromText;

TEST(AssessmentTest, ItHoldsUntilItsLastDayIsOverWhereTheOrganizationIs) {
  Timing timing;
  okapi::common::v1::Calendar calendar;
  calendar.set_time_zone("Asia/Ho_Chi_Minh");
  timing.calendar = *calendar::Calendar::Create(calendar);
  auto assessment = FromText<Assessment>("last_date { year: 2025 month: 2 day: 28 }");
  // The first instant of March there: 17:00 UTC of the day before.
  const absl::Time march = absl::FromUnixSeconds(1740762000);
  timing.now = march - absl::Nanoseconds(1);
  ShowExpiry(timing, assessment);
  EXPECT_FALSE(assessment.expired());
  timing.now = march;
  ShowExpiry(timing, assessment);
  EXPECT_TRUE(assessment.expired());
  timing.now = march - absl::Hours(48);  // A clock that was put back.
  ShowExpiry(timing, assessment);
  EXPECT_FALSE(assessment.expired());
}

TEST(AssessmentTest, IsHeldAgainstVerdictsOnHowItGoesOnly) {
  struct Case {
    Status said;
    Status computed;
    bool better;
  };
  for (const Case& each : {Case{Status::ON_TRACK, Status::AT_RISK, true},
                           {Status::ON_TRACK, Status::OFF_TRACK, true},
                           {Status::ON_TRACK, Status::MISSED, true},
                           {Status::AT_RISK, Status::OFF_TRACK, true},
                           {Status::AT_RISK, Status::MISSED, true},
                           {Status::ON_TRACK, Status::ON_TRACK, false},
                           {Status::ON_TRACK, Status::ACHIEVED, false},
                           {Status::OFF_TRACK, Status::MISSED, false},
                           {Status::AT_RISK, Status::ON_TRACK, false},
                           {Status::OFF_TRACK, Status::ON_TRACK, false},
                           {Status::ON_TRACK, Status::NO_DATA, false},
                           {Status::ON_TRACK, Status::STALE, false},
                           {Status::ON_TRACK, Status::NOT_STARTED, false},
                           {Status::ON_TRACK, Status::TOO_EARLY, false}}) {
    Assessment assessment;
    assessment.set_status(each.said);
    Progress progress;
    progress.set_status(each.computed);
    EXPECT_EQ(IsBetter(assessment, progress), each.better)
        << Status_Name(each.said) << " " << Status_Name(each.computed);
  }
}

}  // namespace
}  // namespace okapi::goals
