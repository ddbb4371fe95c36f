#include "services/reporting/live/report_versions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/reporting/live/report_delta.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::WatchReportResponse;
using ::testing::ElementsAre;

// An OKR report as a live report has it: every step is noted, as it is sent.
class OkrVersions {
 public:
  explicit OkrVersions(size_t removed_max = 1000) : versions_(removed_max) {}

  // The objectives from now on, each `name=state`. Returns the version.
  int64_t Become(const std::vector<std::string>& objectives) {
    WatchReportResponse after;
    after.mutable_okr_report()->set_organization("organizations/o");
    for (const std::string& objective : objectives) {
      const size_t end = objective.find('=');
      auto& it = *after.mutable_okr_report()->add_objectives()->mutable_objective();
      it.set_name(objective.substr(0, end));
      it.set_display_name(objective.substr(end + 1));
    }
    after.set_full(true);
    const auto news = versions_.version() == 0 ? std::make_optional(after) : DeltaOf(now_, after);
    if (news.has_value()) versions_.Note(*news);
    now_ = after;
    return versions_.version();
  }

  // What changed since, each `name=state`, and what left, each `-name`; "whole" when that is
  // needed.
  std::vector<std::string> Since(int64_t version) const {
    const auto since = versions_.Since(version, now_);
    if (!since.has_value()) return {"whole"};
    EXPECT_FALSE(since->full());
    EXPECT_EQ(since->okr_report().organization(), "organizations/o");
    std::vector<std::string> texts;
    for (const auto& part : since->okr_report().objectives()) {
      texts.push_back(absl::StrCat(part.objective().name(), "=", part.objective().display_name()));
    }
    for (const std::string& name : since->removed()) texts.push_back("-" + name);
    return texts;
  }

 private:
  ReportVersions versions_;
  WatchReportResponse now_;
};

TEST(ReportVersionsTest, WhatChangedSinceIsMergedFromAllVersionsBetween) {
  OkrVersions report;
  const int64_t first = report.Become({"a=1", "b=1", "c=1"});
  EXPECT_THAT(report.Since(first), ElementsAre());
  const int64_t second = report.Become({"a=2", "b=1", "c=1"});
  const int64_t third = report.Become({"a=3", "b=1", "d=1"});
  EXPECT_THAT(report.Since(first), ElementsAre("a=3", "d=1", "-c"));
  EXPECT_THAT(report.Since(second), ElementsAre("a=3", "d=1", "-c"));
  EXPECT_THAT(report.Since(third), ElementsAre());
}

TEST(ReportVersionsTest, WhatLeftAndCameBackHasNotLeft) {
  OkrVersions report;
  const int64_t first = report.Become({"a=1", "b=1"});
  const int64_t second = report.Become({"a=1"});
  report.Become({"a=1", "b=1"});
  EXPECT_THAT(report.Since(first), ElementsAre("b=1"));
  EXPECT_THAT(report.Since(second), ElementsAre("b=1"));
}

TEST(ReportVersionsTest, WhatWasNeverAVersionNeedsTheWhole) {
  OkrVersions report;
  const int64_t first = report.Become({"a=1"});
  EXPECT_THAT(report.Since(first - 1), ElementsAre("whole"));
  EXPECT_THAT(report.Since(first + 1), ElementsAre("whole"));
  EXPECT_THAT(report.Since(-1), ElementsAre("whole"));
}

TEST(ReportVersionsTest, MoreThanIsKeptNeedsTheWhole) {
  OkrVersions report(/*removed_max=*/2);
  const int64_t first = report.Become({"a=1", "b=1", "c=1", "d=1"});
  const int64_t second = report.Become({"c=1", "d=1"});
  EXPECT_THAT(report.Since(first), ElementsAre("-a", "-b"));
  const int64_t third = report.Become({"d=1"});
  EXPECT_THAT(report.Since(first), ElementsAre("whole"));
  EXPECT_THAT(report.Since(second), ElementsAre("whole"));
  EXPECT_THAT(report.Since(third), ElementsAre());
}

TEST(ReportVersionsTest, AWholeReportIsNeededByAllWhoHaveAnOlderOne) {
  ReportVersions versions;
  WatchReportResponse report;
  report.set_full(true);
  report.mutable_scorecard()->add_rows()->set_kpi("k");
  versions.Note(report);
  versions.Note(report);
  EXPECT_FALSE(versions.Since(1, report).has_value());
  EXPECT_TRUE(versions.Since(2, report).has_value());
}

TEST(ReportVersionsTest, AKpiComesWithAllItsRowsAndTheColumns) {
  ReportVersions versions;
  WatchReportResponse report;
  report.set_full(true);
  report.mutable_scorecard()->add_periods()->set_id("2025-01");
  for (const char* kpi : {"a", "b", "b", "c"}) report.mutable_scorecard()->add_rows()->set_kpi(kpi);
  versions.Note(report);
  WatchReportResponse delta;
  delta.mutable_scorecard()->add_rows()->set_kpi("b");
  versions.Note(delta);
  const auto since = versions.Since(1, report);
  ASSERT_TRUE(since.has_value());
  ASSERT_EQ(since->scorecard().rows_size(), 2);
  EXPECT_EQ(since->scorecard().rows(0).kpi(), "b");
  EXPECT_EQ(since->scorecard().rows(1).kpi(), "b");
  EXPECT_EQ(since->scorecard().periods(0).id(), "2025-01");
}

}  // namespace
}  // namespace okapi::reporting
