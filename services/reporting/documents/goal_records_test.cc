// Which facts of an OKR report are in which column of a CSV file.

#include "services/reporting/documents/goal_records.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "services/reporting/documents/csv_writer.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::OkrReport;
using okapi::testing::FromText;

constexpr char kReport[] = R"pb(
  members { name: "organizations/acme/members/an" display_name: "An" }
  members { name: "organizations/acme/members/binh" display_name: "Bình" }
  objectives {
    objective {
      name: "organizations/acme/objectives/grow"
      combination: LEAST
      assessment {
        status: AT_RISK
        reason: "late"
        last_date { year: 2025 month: 12 day: 31 }
        author: "organizations/acme/members/an"
      }
    }
    key_results {
      name: "organizations/acme/objectives/grow/keyResults/sales"
      from_to { baseline: 1 target: 2 }
      key_result_source {
        key_results: "organizations/acme/objectives/north/keyResults/sales"
        key_results: "organizations/acme/objectives/south/keyResults/sales"
        missing: 1
      }
    }
    key_results {
      name: "organizations/acme/objectives/grow/keyResults/sold"
      key_result_source {
        key_results: "organizations/acme/objectives/north/keyResults/sold"
        combination: LATEST
      }
    }
    key_results {
      name: "organizations/acme/objectives/grow/keyResults/shop"
      scale {
        steps { step_id: "planned" display_name: "It is planned" }
        steps { step_id: "built" }
        steps { step_id: "open" }
      }
      assessment {
        status: ON_TRACK
        reason: "soon"
        last_date { year: 2025 month: 12 day: 31 }
        author: "organizations/acme/members/binh"
      }
    }
  }
  objectives {
    objective {
      name: "organizations/acme/objectives/over"
      grade { score: 1 }
      retrospective { lessons: "ask" author: "organizations/acme/members/binh" }
    }
    key_results {
      name: "organizations/acme/objectives/over/keyResults/kept"
      range { min: 99 error_budget: 0.01 }
      error_budget_state {
        budget { seconds: 77760 }
        spent { seconds: 80000 nanos: 500000000 }
        left { seconds: -2240 nanos: -500000000 }
        spent_share: 1.0288
      }
    }
  })pb";

// What stands in a field of the line of a resource, by its last id; as it is written.
std::string At(const std::string& id, const std::string& field) {
  const Records records = GoalsOf(FromText<OkrReport>(kReport), {});
  const auto column = std::find(records.fields.begin(), records.fields.end(), field);
  if (column == records.fields.end()) return "no such field";
  for (const auto& line : records.lines) {
    const auto* name = std::get_if<std::string>(&line.front());
    if (name == nullptr || name->substr(name->rfind('/') + 1) != id) continue;
    const std::string csv = WriteCsv({{{"x"}, {{line[column - records.fields.begin()]}}}});
    return csv.substr(3, csv.size() - 5);
  }
  return "no such line";
}

TEST(GoalRecordsTest, WhoeverSaidSomethingIsCalledByName) {
  EXPECT_EQ(At("grow", "assessment_author"), "organizations/acme/members/an");
  EXPECT_EQ(At("grow", "assessment_author_name"), "An");
  EXPECT_EQ(At("shop", "assessment_author_name"), "Bình");
  EXPECT_EQ(At("over", "assessment_author_name"), "");
  EXPECT_EQ(At("over", "retrospective_author"), "organizations/acme/members/binh");
  EXPECT_EQ(At("over", "retrospective_author_name"), "Bình");
  EXPECT_EQ(At("grow", "retrospective_author"), "");
}

TEST(GoalRecordsTest, WhatIsMadeOfOthersNamesThem) {
  EXPECT_EQ(At("sales", "combination"), "SUM") << "which is the default";
  EXPECT_EQ(At("sales", "made_of"),
            "organizations/acme/objectives/north/keyResults/sales "
            "organizations/acme/objectives/south/keyResults/sales");
  EXPECT_EQ(At("sales", "made_of_missing"), "1");
  EXPECT_EQ(At("sold", "combination"), "LATEST");
  EXPECT_EQ(At("sold", "made_of_missing"), "0");
  EXPECT_EQ(At("grow", "combination"), "LEAST");
  for (const char* field : {"combination", "made_of", "made_of_missing"}) {
    EXPECT_EQ(At("shop", field), "") << field;
    EXPECT_EQ(At("over", field), "") << field;
  }
}

TEST(GoalRecordsTest, AnErrorBudgetIsInSeconds) {
  EXPECT_EQ(At("kept", "error_budget"), "0.01");
  EXPECT_EQ(At("kept", "error_budget_seconds"), "77760");
  EXPECT_EQ(At("kept", "error_budget_spent_seconds"), "80000.5");
  EXPECT_EQ(At("kept", "error_budget_left_seconds"), "-2240.5");
  EXPECT_EQ(At("sales", "error_budget_left_seconds"), "") << "none is not 0";
}

TEST(GoalRecordsTest, AScaleGoesFromItsWorstStepToItsBest) {
  EXPECT_EQ(At("shop", "from"), "It is planned");
  EXPECT_EQ(At("shop", "to"), "open");
  EXPECT_EQ(At("sales", "to"), "2");
}

}  // namespace
}  // namespace okapi::reporting::documents
