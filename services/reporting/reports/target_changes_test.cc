#include "services/reporting/reports/target_changes.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::testing::FromText;

// "100 -> 120": what is told of the change from the one list to the other; empty for nothing.
std::string Told(const std::string& before, const std::string& after) {
  okapi::reporting::v1::ReviewEvent event;
  AddTargetChange(FromText<Kpi>(before), FromText<Kpi>(after), event);
  if (event.changes().empty()) return "";
  EXPECT_EQ(event.changes_size(), 1);
  EXPECT_EQ(event.changes(0).field(), "targets");
  return absl::StrCat(event.changes(0).old_value(), " -> ", event.changes(0).new_value());
}

std::string Since(int month, double value) {
  return absl::StrCat("targets { value: ", value, " effective_date { year: 2025 month: ", month,
                      " day: 1 } } ");
}

TEST(TargetChangesTest, ChangedAddedAndRemoved) {
  EXPECT_EQ(Told("targets { value: 100 }", "targets { value: 120.1 }"), "100 -> 120.1");
  EXPECT_EQ(Told("targets { value: 100 }", "targets { value: 100 } " + Since(3, 120)),
            " -> 120 (2025-03-01)");
  EXPECT_EQ(Told("targets { value: 100 } " + Since(3, 120), "targets { value: 100 }"),
            "120 (2025-03-01) -> ");
  EXPECT_EQ(Told(Since(3, 120), Since(4, 120)), "120 (2025-03-01) -> 120 (2025-04-01)");
  EXPECT_EQ(Told("", "targets { value: 0 }"), " -> 0");
}

TEST(TargetChangesTest, ARangeHasBothEnds) {
  EXPECT_EQ(Told("targets { range { min: 4 max: 6 } }", "targets { range { min: 4 max: 9 } }"),
            "4 … 6 -> 4 … 9");
  EXPECT_EQ(Told("targets { value: 5 }", "targets { range { min: 4 max: 6 } }"), "5 -> 4 … 6");
  EXPECT_EQ(Told("targets { range { min: -5 max: -1 } }", "targets { range { min: -5 max: 1 } }"),
            "-5 … -1 -> -5 … 1")
      << "a sign is no dash";
}

TEST(TargetChangesTest, TheOrderOfTheListSaysNothing) {
  EXPECT_EQ(Told(Since(3, 120) + Since(1, 100), Since(1, 100) + Since(3, 120)), "");
  EXPECT_EQ(Told(Since(3, 120) + Since(1, 100), Since(3, 130) + Since(1, 100)),
            "120 (2025-03-01) -> 130 (2025-03-01)")
      << "not the last one listed";
  EXPECT_EQ(Told(Since(1, 100) + Since(3, 120), Since(3, 130) + Since(1, 90)),
            "120 (2025-03-01); 100 (2025-01-01) -> 130 (2025-03-01); 90 (2025-01-01)");
}

TEST(TargetChangesTest, WhoseItIs) {
  EXPECT_EQ(Told("targets { value: 50 dimension: 'region' } targets { value: 100 }",
                 "targets { value: 55 dimension: 'region' } targets { value: 110 } "
                 "targets { value: 60 dimension: 'region' member: 'north' }"),
            "100; 50 (region) -> 110; 55 (region); 60 (region north)");
}

TEST(TargetChangesTest, AnotherCurveIsToldByTheFieldAlone) {
  EXPECT_EQ(Told("targets { value: 100 }", "targets { value: 100 curve { shape: AT_END } }"), "");
}

TEST(TargetChangesTest, OfManyTheFirstAreTold) {
  std::string months;
  for (int month = 1; month <= 6; ++month) months += Since(month, month);
  EXPECT_EQ(Told("", months),
            " -> 6 (2025-06-01); 5 (2025-05-01); 4 (2025-04-01); 3 (2025-03-01); "
            "2 (2025-02-01); …");
  EXPECT_EQ(Told(months, ""),
            "6 (2025-06-01); 5 (2025-05-01); 4 (2025-04-01); 3 (2025-03-01); "
            "2 (2025-02-01); … -> ");
}

}  // namespace
}  // namespace okapi::reporting
