#include "services/cli/reports/kept_report_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::DashboardContent;
using okapi::reporting::v1::Snapshot;
using okapi::reporting::v1::SnapshotComparison;
using okapi::testing::FromText;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(DashboardTextTest, WidgetByWidgetWithWhatCouldNotBeHad) {
  const auto content = FromText<DashboardContent>(R"pb(
    dashboard {
      display_name: "The board\x1b[1m's"
      description: "For Mondays"
      widgets { id: "words" title: "Read this" text: "Look at\nthe north" }
      widgets { id: "card" }
      widgets { id: "gone" title: "Gone" }
    }
    widgets { id: "words" }
    widgets {
      id: "card"
      report {
        scorecard {
          organization: "organizations/acme"
          periods { id: "2025-12" }
          rows {
            display_name: "Sales"
            cells { actual: 12 }
          }
        }
      }
    }
    widgets { id: "gone" problem: "'organizations/acme/kpis/gone' does not exist" }
    as_of_time { seconds: 1767225599 })pb");
  const std::string text = DashboardText(content, /*colour=*/false);
  EXPECT_THAT(text, StartsWith("The board [1m's, as of 2025-12-31 23:59 UTC\n"
                               "For Mondays\n"
                               "\n"
                               "Read this\n"
                               "Look at the north\n"
                               "\n"
                               "Scorecard\n"
                               "Scorecard of acme"));
  EXPECT_THAT(text, HasSubstr("\nSales       12"));
  EXPECT_THAT(text, HasSubstr("\nGone\n! 'organizations/acme/kpis/gone' does not exist\n"));
}

TEST(SnapshotTextTest, SaysWhenAndWhyAndWhatWasSeen) {
  const auto snapshot = FromText<Snapshot>(R"pb(
    name: "organizations/acme/snapshots/p-2025-12"
    period: "2025-12"
    note: "For the board"
    author: "organizations/acme/members/ann"
    create_time { seconds: 1767225599 }
    sha256: "abc"
    reports {
      scorecard {
        organization: "organizations/acme"
        periods { id: "2025-12" }
        rows {
          display_name: "Sales"
          cells { actual: 12 }
        }
      }
    })pb");
  const std::string text = SnapshotText(snapshot, /*colour=*/false);
  EXPECT_THAT(text, StartsWith("Snapshot p-2025-12 of 2025-12, taken 2025-12-31 23:59 UTC by ann\n"
                               "For the board\n"
                               "\n"
                               "Scorecard of acme"));
  EXPECT_THAT(text, HasSubstr("\n\nSHA-256 abc\n"));
}

TEST(SnapshotSummaryTextTest, WhatItIsOfAndHowMuchIsInIt) {
  const auto snapshot = FromText<Snapshot>(R"pb(
    name: "organizations/acme/snapshots/p-2025-12"
    period: "2025-12"
    note: "For the board"
    create_time { seconds: 1767229199 }
    as_of_time { seconds: 1767225599 }
    sha256: "abc"
    kpis {}
    kpis {}
    reports {
      scorecard {
        periods { id: "2025-11" }
        periods { id: "2025-12" }
        rows { display_name: "Sales" }
      }
    }
    reports {
      combined_report {
        scorecard {
          rows {}
          rows {}
        }
        okr_report { objectives {} }
      }
    })pb");
  EXPECT_EQ(SnapshotSummaryText(snapshot),
            "Snapshot p-2025-12 of 2025-12, taken 2026-01-01 00:59 UTC\n"
            "For the board\n"
            "As of 2025-12-31 23:59 UTC, 2 definitions of KPIs, and\n"
            "  a scorecard of 1 row and 2 periods\n"
            "  a combined report of 2 KPIs, 1 objective and 0 insights\n"
            "SHA-256 abc\n");
}

TEST(SnapshotComparisonTextTest, ThenAndNow) {
  auto comparison = FromText<SnapshotComparison>(R"pb(
    snapshot {
      name: "organizations/acme/snapshots/p-2025-12"
      create_time { seconds: 1767225599 }
    }
    compare_time { seconds: 1767229199 })pb");
  const std::string head =
      "Snapshot p-2025-12, taken 2025-12-31 23:59 UTC; compared 2026-01-01 00:59 UTC\n";
  EXPECT_EQ(SnapshotComparisonText(comparison, /*colour=*/false), head + "Nothing differs.\n");
  comparison.MergeFrom(
      FromText<SnapshotComparison>(
          R"pb(
            differences {
              display_name: "Sales: North"
              member: "region=north"
              period: "2025-12"
              field: "actual"
              then_value: 12
              now_value: 1512.5
              unit { currency_code: "EUR" }
            }
            differences {
              display_name: "Grow"
              field: "progress"
              then_value: 1.50079
              now_value: 0.5
            }
            differences {
              display_name: "Grow"
              field: "value"
              then_value: 5000.001
              now_value: 5000.002
            }
            differences {
              display_name: "Sales"
              period: "2025-12"
              field: "status"
              then_text: "MISSED"
            })pb"));
  EXPECT_EQ(SnapshotComparisonText(comparison, /*colour=*/false),
            head +
                "where         member        period   what          then           now\n"
                "Sales: North  region=north  2025-12  actual      12 EUR  1,512.50 EUR\n"
                "Grow                                 progress     150 %          50 %\n"
                "Grow                                 value     5000.001      5000.002\n"
                "Sales                       2025-12  status      MISSED             –\n");
}

}  // namespace
}  // namespace okapi::cli
