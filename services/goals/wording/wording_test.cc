#include "services/goals/wording/wording.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "services/goals/wording/tokens.h"
#include "tests/support/text_proto.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Finding;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::testing::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Objective Saying(const std::string& text) {
  Objective objective;
  objective.set_name("o");
  objective.set_owner("ann");
  objective.set_rollup(Objective::CHILDREN);
  objective.set_display_name(text);
  return objective;
}

KeyResult Result(const std::string& text, const std::string& fields = "binary {}") {
  KeyResult key_result = FromText<KeyResult>(fields);
  key_result.set_name("k");
  key_result.set_display_name(text);
  return key_result;
}

// Code and span of every finding: `VAGUE_VERB improve`.
std::vector<std::string> Of(const Objective& objective, const std::vector<KeyResult>& results = {},
                            int max = 5) {
  std::vector<std::string> found;
  for (const Finding& finding : Wording(false).Check(objective, results, max)) {
    EXPECT_FALSE(finding.message().empty());
    found.push_back(Finding::Code_Name(finding.code()) +
                    (finding.text().empty() ? "" : " " + finding.text()));
  }
  return found;
}
std::vector<std::string> OfKeyResult(const KeyResult& result) {
  return Of(Saying("Win the market"), {result});
}

TEST(WordingTest, TheExampleThatMustWorkAsItStands) {
  Objective objective = Saying("Improve the customers' experience across channels");
  objective.set_rollup(Objective::KEY_RESULTS);
  EXPECT_THAT(
      Of(objective,
         {Result("NPS from 30 to 50", "from_to { baseline: 30 target: 50 } unit { points: 'NPS' }"),
          Result("Acquisition rate from 2 % to 3 %",
                 "from_to { baseline: 0.02 target: 0.03 } unit { percent: true }"),
          Result("Complaints down by 20 percent",
                 "relative_change { baseline: 50 change: -0.2 }")}),
      IsEmpty());
}

TEST(WordingTest, NumbersBelongIntoKeyResults) {
  EXPECT_THAT(Of(Saying("Reach 100,000 visitors")),
              ElementsAre("NUMBER_IN_OBJECTIVE 100", "NUMBER_IN_OBJECTIVE 000"));
  EXPECT_THAT(Of(Saying("Double our revenue")), ElementsAre("NUMBER_IN_OBJECTIVE Double"));
  EXPECT_THAT(Of(Saying("Doanh thu gấp đôi")), ElementsAre("NUMBER_IN_OBJECTIVE gấp đôi"));
  for (const char* fine : {"Win 2026", "Lead in B2B by Q3", "Care 24/7", "A 360 degree view"}) {
    EXPECT_THAT(Of(Saying(fine)), IsEmpty()) << fine;
  }
}

TEST(WordingTest, OneGoalWithAnEnd) {
  EXPECT_THAT(Of(Saying("Grow sales and reduce costs")), ElementsAre("TWO_IN_ONE and reduce"));
  EXPECT_THAT(Of(Saying("Tăng doanh thu và giảm chi phí")), ElementsAre("TWO_IN_ONE và giảm"));
  EXPECT_THAT(Of(Saying("Loved by staff and customers")), IsEmpty());
  EXPECT_THAT(Of(Saying("Improve quality")), ElementsAre("VAGUE_VERB Improve"));
  EXPECT_THAT(Of(Saying("Nâng cao chất lượng phục vụ khách hàng")), IsEmpty());
  EXPECT_THAT(Of(Saying(std::string(101, 'x'))), ElementsAre("TOO_LONG x"));
}

TEST(WordingTest, KeyResultsSayWhatChanges) {
  EXPECT_THAT(OfKeyResult(Result("Roll out an omnichannel CRM")),
              ElementsAre("ACTIVITY_NOT_OUTCOME Roll out"));
  EXPECT_THAT(OfKeyResult(Result("Triển khai CRM")),
              ElementsAre("ACTIVITY_NOT_OUTCOME Triển khai"));
  EXPECT_THAT(OfKeyResult(Result("Support the team")), ElementsAre("VAGUE_VERB Support"));
  EXPECT_THAT(OfKeyResult(Result("Improve NPS to 50")), IsEmpty());
  EXPECT_THAT(OfKeyResult(Result("Churn below 2 %")), IsEmpty());
}

TEST(WordingTest, NumbersHaveAUnitAndAStart) {
  EXPECT_THAT(OfKeyResult(Result("NPS", "from_to { baseline: 1 target: 2 }")),
              ElementsAre("NO_UNIT"));
  EXPECT_THAT(OfKeyResult(Result("NPS", "from_to { target: 2 } unit { points: 'NPS' }")),
              ElementsAre("NO_BASELINE"));
  EXPECT_THAT(OfKeyResult(Result("Deals", "from_to { target: 2 } unit { count_of: 'deals' }")),
              IsEmpty());
  EXPECT_THAT(OfKeyResult(Result("Sales", "from_to { target: 2 } kpi_source { kpi: 'x' }")),
              IsEmpty());
}

TEST(WordingTest, NotTooFewNotTooManyNotTwice) {
  Objective objective = Saying("Win the market");
  objective.set_rollup(Objective::KEY_RESULTS);
  EXPECT_THAT(Of(objective, {Result("Shares")}), ElementsAre("TOO_FEW"));
  EXPECT_THAT(Of(objective, {Result("a1"), Result("b1")}, 1), ElementsAre("TOO_MANY"));
  EXPECT_THAT(Of(objective, {Result("Share of the market"), Result("Market share")}),
              ElementsAre("DUPLICATE"));
  objective.clear_owner();
  EXPECT_THAT(Of(objective, {Result("a1"), Result("b1")}), ElementsAre("NO_OWNER"));
}

TEST(WordingTest, ObjectivesOfOneCycleAreCompared) {
  Objective first = Saying("Win the market");
  Objective second = Saying("The Market: win!");
  first.set_cycle("q1");
  second.set_cycle("q1");
  second.set_name("p");
  Wording wording(false);
  wording.Note(first);
  wording.Note(second);
  EXPECT_THAT(wording.Check(first, {}, 5), IsEmpty());
  const auto found = wording.Check(second, {}, 5);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].code(), Finding::DUPLICATE);
  EXPECT_EQ(found[0].other(), "o");
  second.set_cycle("q2");
  EXPECT_THAT(wording.Check(second, {}, 5), IsEmpty());
}

// Spans count code points of the text as it is, composed or not.
TEST(WordingTest, SpansPointIntoTheText) {
  for (const char* text : {"Đội ngũ: triển khai 50 việc", "Đo\u0323\u0302i: 50"}) {
    SCOPED_TRACE(text);
    const auto findings = Wording(true).Check(Saying(text), {}, 5);
    ASSERT_EQ(findings.size(), 1);
    EXPECT_EQ(findings[0].text(), "50");
    EXPECT_EQ(Slice(text, findings[0].start(), findings[0].end()), "50");
  }
}

TEST(WordingTest, TakesAnyBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 150, '\0');
    for (char& c : bytes) c = static_cast<char>(random() % 256);
    for (const Finding& finding : Wording(false).Check(Saying(bytes), {Result(bytes)}, 5)) {
      EXPECT_LE(finding.start(), finding.end());
      EXPECT_LE(finding.end(), LengthOf(bytes));
    }
  }
}

}  // namespace
}  // namespace okapi::goals
