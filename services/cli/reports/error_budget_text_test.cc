#include "services/cli/reports/error_budget_text.h"

#include <gmock/gmock.h>

#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::ErrorBudget;
using okapi::goals::v1::ErrorBudgetState;
using okapi::testing::FromText;
using ::testing::HasSubstr;

constexpr char kBudget[] = R"pb(
  key_result: "organizations/o/objectives/shop/keyResults/up"
  error_budget: 0.001
  state {
    budget { seconds: 7776 }
    spent { seconds: 3600 }
    left { seconds: 4176 }
    spent_share: 0.46296296296296297
  }
  unknown { seconds: 172800 }
  start_time { seconds: 1735689600 }
  end_time { seconds: 1743465600 }
  as_of_time { seconds: 1739577600 }
  windows {
    window { seconds: 3600 }
    spent {}
    unknown {}
    burn_rate: 0
  }
  windows {
    window { seconds: 86400 }
    spent { seconds: 3600 }
    unknown { seconds: 43200 }
    burn_rate: 41.666
    exhaust_time { seconds: 1739678400 }
  }
  windows {
    window { seconds: 604800 }
    spent { seconds: 60 }
    unknown {}
    burn_rate: 0.0992
    exhaust_time { seconds: 1749678400 }
  }
)pb";

TEST(ErrorBudgetTextTest, SaysWhatIsLeftAndHowFastItBurns) {
  EXPECT_EQ(ErrorBudgetText(FromText<ErrorBudget>(kBudget)),
            R"(shop/up
error budget  2 h 10 min: out of bounds for 0.1 % of the time from 2025-01-01 00:00 UTC to 2025-04-01 00:00 UTC
spent         60 min (46 %)
left          70 min of 2 h 10 min left (54 %)
not known     2 d, neither spent nor earned
as of         2025-02-15 00:00 UTC

over the last  out of bounds  not known  burn rate  at that rate used up
60 min                     –          –          0  not burning
24 h                  60 min       12 h      41.67  2025-02-16 04:00 UTC
7 d                     60 s          –        0.1  lasts until the end
At burn rate 1 it lasts exactly as long as its time, at 2 half as long.
)");
}

TEST(ErrorBudgetTextTest, MoreWasSpentThanThereWas) {
  auto budget = FromText<ErrorBudget>(kBudget);
  budget.mutable_state()->mutable_left()->set_seconds(-600);
  budget.mutable_windows(1)->clear_exhaust_time();
  EXPECT_EQ(ErrorBudgetLeftText(budget.state()), "used up, 10 min more than its 2 h 10 min");
  EXPECT_THAT(ErrorBudgetText(budget), HasSubstr("41.67  used up already"));
}

TEST(ErrorBudgetTextTest, WhatIsOverDoesNotBurn) {
  auto budget = FromText<ErrorBudget>(kBudget);
  budget.set_over(true);
  EXPECT_THAT(ErrorBudgetText(budget), HasSubstr("it is over, and nothing is spent any more"));
  EXPECT_THAT(ErrorBudgetText(budget), ::testing::Not(HasSubstr("not burning")));
}

}  // namespace
}  // namespace okapi::cli
