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
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kNumeric[] = "from_to { baseline: 1 target: 9 } unit { count_of: 'x' }";
constexpr char kBinary[] = "binary {}";

Objective Saying(const std::string& text, const std::string& name = "o") {
  Objective objective;
  objective.set_name(name);
  objective.set_owner("ann");
  objective.set_cycle("q1");
  objective.set_rollup(Objective::CHILDREN);
  objective.set_display_name(text);
  return objective;
}

KeyResult Result(const std::string& text, const std::string& fields = kBinary,
                 const std::string& name = "k") {
  KeyResult key_result = FromText<KeyResult>(fields);
  key_result.set_name(name);
  key_result.set_display_name(text);
  return key_result;
}

// Code and characters of every finding: `VAGUE_VERB improve`.
std::vector<std::string> Told(const std::vector<Finding>& findings) {
  std::vector<std::string> told;
  for (const Finding& finding : findings) {
    EXPECT_FALSE(finding.message().empty());
    told.push_back(Finding::Code_Name(finding.code()) +
                   (finding.text().empty() ? "" : " " + finding.text()));
  }
  return told;
}
std::vector<std::string> Of(const Objective& objective,
                            const std::vector<KeyResult>& key_results = {}) {
  return Told(CheckWording({objective, key_results, {}}, Language::kEnglish));
}
std::vector<std::string> OfKeyResult(const KeyResult& result) {
  return Of(Saying("Win the market"), {result});
}

struct WordingCase {
  const char* text;
  const char* told;
};

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

TEST(WordingTest, ObjectivesThatCouldBePutBetter) {
  for (const WordingCase& each : std::vector<WordingCase>{
           {"Reach 100,000 visitors", "NUMBER_IN_OBJECTIVE 100,000"},
           {"Tăng doanh thu 20%", "NUMBER_IN_OBJECTIVE 20%"},
           {"Doanh thu gấp đôi", "NUMBER_IN_OBJECTIVE gấp đôi"},
           {"Grow sales and reduce costs", "TWO_IN_ONE and reduce"},
           {"Grow sales & cut costs", "TWO_IN_ONE & cut"},
           {"Growing sales and reducing the costs", "TWO_IN_ONE and reducing"},
           {"We will win the north and support the south", "TWO_IN_ONE and support"},
           {"Tăng doanh thu và giảm chi phí", "TWO_IN_ONE và giảm"},
           {"Mở rộng thị trường đồng thời cắt giảm chi phí", "TWO_IN_ONE đồng thời cắt giảm"},
           {"Mo rong thi truong va cat giam chi phi", "TWO_IN_ONE va cat giam"},
           {"Improve", "VAGUE_VERB Improve"},
           {"Improve our quality", "VAGUE_VERB Improve"},
           {"Continue to improve", "VAGUE_VERB Continue"},
           {"Tiếp tục nâng cao hiệu quả", "VAGUE_VERB Tiếp tục"},
           {"Support teams", "VAGUE_VERB Support"},
           {"Nâng cao chất lượng", "VAGUE_VERB Nâng cao"},
           {"Toi uu quy trinh", "VAGUE_VERB Toi uu"},
           {"one two-way street for all of us to be on and to stay on as long as it lasts",
            "TOO_LONG long as it lasts"},
       }) {
    EXPECT_THAT(Of(Saying(each.text)), ElementsAre(each.told)) << each.text;
  }
}

TEST(WordingTest, ObjectivesThatAreFine) {
  for (const char* text :
       {"Improve the customers' experience across channels", "Win 2026", "Lead in B2B by Q3",
        "Care 24/7", "A 360° view of the customer", "Loved by staff and customers",
        "Improve sales and support for retailers", "Delight customers with sales and support",
        "Nâng cao chất lượng phục vụ khách hàng", "Tăng trưởng và phát triển bền vững",
        "Tuyển chọn giám đốc và giám sát", "Người Việt dùng hàng Việt",
        "Nâng cao trải nghiệm của khách hàng trên mọi kênh bán hàng để ai cũng muốn quay lại"}) {
    EXPECT_THAT(Of(Saying(text)), IsEmpty()) << text;
  }
}

TEST(WordingTest, LengthCountsCharactersAndNotMarks) {
  EXPECT_THAT(Of(Saying(std::string(100, 'x'))), IsEmpty());
  EXPECT_THAT(Of(Saying(std::string(102, 'x'))), ElementsAre("TOO_LONG xx"));
  std::string decomposed;
  for (int i = 0; i < 100; ++i) decomposed += "e\u0302\u0301";
  EXPECT_THAT(Of(Saying(decomposed)), IsEmpty());
  EXPECT_THAT(Of(Saying(decomposed + "y")), ElementsAre("TOO_LONG y"));
}

TEST(WordingTest, ActivitiesAreInitiatives) {
  for (const WordingCase& each : std::vector<WordingCase>{
           {"Roll out an omnichannel CRM", "ACTIVITY_NOT_OUTCOME Roll out"},
           {"Launch the app", "ACTIVITY_NOT_OUTCOME Launch"},
           {"Launching our app", "ACTIVITY_NOT_OUTCOME Launching"},
           {"Setting up a call centre", "ACTIVITY_NOT_OUTCOME Setting up"},
           {"Build 3 warehouses", "ACTIVITY_NOT_OUTCOME Build"},
           {"Hold five workshops", "ACTIVITY_NOT_OUTCOME Hold"},
           {"We will write the handbook", "ACTIVITY_NOT_OUTCOME write"},
           {"Triển khai CRM", "ACTIVITY_NOT_OUTCOME Triển khai"},
           {"trien khai CRM", "ACTIVITY_NOT_OUTCOME trien khai"},
           {"Xây dựng 3 kho hàng", "ACTIVITY_NOT_OUTCOME Xây dựng"},
           {"Viết tài liệu", "ACTIVITY_NOT_OUTCOME Viết"},
           {"Vie\u0302\u0301t tài liệu", "ACTIVITY_NOT_OUTCOME Vie\u0302\u0301t"},
           {"Chúng tôi sẽ tổ chức hội thảo", "ACTIVITY_NOT_OUTCOME tổ chức"},
       }) {
    for (const char* fields : {kNumeric, kBinary}) {
      EXPECT_THAT(OfKeyResult(Result(each.text, fields)), ElementsAre(each.told)) << each.text;
    }
  }
}

TEST(WordingTest, WhatIsDoneOrNotSaysItAnywhere) {
  for (const WordingCase& each : std::vector<WordingCase>{
           {"The new CRM is rolled out", "ACTIVITY_NOT_OUTCOME rolled out"},
           {"Launch in the north", "ACTIVITY_NOT_OUTCOME Launch"},
           {"Hệ thống CRM được triển khai", "ACTIVITY_NOT_OUTCOME triển khai"},
       }) {
    EXPECT_THAT(OfKeyResult(Result(each.text)), ElementsAre(each.told)) << each.text;
    EXPECT_THAT(OfKeyResult(Result(each.text, kNumeric)), IsEmpty()) << each.text;
  }
  const Objective objective = Saying("Win the market");
  const auto message = [&objective](const char* fields) {
    const std::vector<KeyResult> results = {Result("Launch the app", fields)};
    return CheckWording({objective, results, {}}, Language::kEnglish).at(0).message();
  };
  EXPECT_THAT(message(kNumeric), HasSubstr("make it an initiative"));
  EXPECT_THAT(message(kBinary), HasSubstr("may well be done"));
  EXPECT_THAT(message("milestones {}"), HasSubstr("may well be done"));
  EXPECT_THAT(message("scale {}"), HasSubstr("may well be done"));
}

TEST(WordingTest, AScaleSaysWhatIsDifferentAndAFirstMeasurementIsDoneWhenItIsThere) {
  EXPECT_THAT(OfKeyResult(Result("Improve the way we release", "scale {}")), IsEmpty());
  EXPECT_THAT(OfKeyResult(Result("The new CRM is rolled out", "scale {}")), IsEmpty());
  EXPECT_THAT(OfKeyResult(Result("Support the team", "scale {}")),
              ElementsAre("VAGUE_VERB Support"));
  for (const char* text :
       {"Build a way to measure NPS", "Improve NPS", "Continue with NPS", "Viết tài liệu đo NPS"}) {
    EXPECT_THAT(OfKeyResult(Result(text, "find_baseline {}")), IsEmpty()) << text;
    EXPECT_THAT(OfKeyResult(Result(text, "find_baseline {} unit { percent: true }")), IsEmpty());
  }
}

TEST(WordingTest, VagueKeyResults) {
  for (const WordingCase& each : std::vector<WordingCase>{
           {"Support the team", "VAGUE_VERB Support"},
           {"Continue with quality in 2026", "VAGUE_VERB Continue"},
           {"Hỗ trợ các cửa hàng", "VAGUE_VERB Hỗ trợ"},
       }) {
    for (const char* fields : {kNumeric, kBinary}) {
      EXPECT_THAT(OfKeyResult(Result(each.text, fields)), ElementsAre(each.told)) << each.text;
    }
  }
  for (const WordingCase& each : std::vector<WordingCase>{
           {"Improve NPS", "VAGUE_VERB Improve"},
           {"Cải thiện NPS", "VAGUE_VERB Cải thiện"},
           {"Tối ưu hoá chi phí", "VAGUE_VERB Tối ưu hoá"},
       }) {
    EXPECT_THAT(OfKeyResult(Result(each.text, kBinary)), ElementsAre(each.told)) << each.text;
    EXPECT_THAT(OfKeyResult(Result(each.text, kNumeric)), IsEmpty()) << each.text;
  }
}

TEST(WordingTest, KeyResultsThatAreFine) {
  for (const char* text : {"Improve NPS to 50", "Churn below 2 %", "Hold churn below 2 %",
                           "Launch conversion from 2 to 3", "Complete 95 % of orders in time",
                           "Giảm khiếu nại 20%", "Hoàn thành 95% đơn hàng đúng hạn",
                           "Người Việt chiếm 50% khách", "Tỷ lệ hài lòng từ 60 lên 80"}) {
    for (const char* fields : {kNumeric, kBinary}) {
      EXPECT_THAT(OfKeyResult(Result(text, fields)), IsEmpty()) << text;
    }
  }
  for (const char* text :
       {"Build time", "Write-offs", "Training hours", "Support tickets", "Launch conversion"}) {
    EXPECT_THAT(OfKeyResult(Result(text, kNumeric)), IsEmpty()) << text;
  }
}

TEST(WordingTest, NumbersHaveAUnitAndAStart) {
  EXPECT_THAT(OfKeyResult(Result("NPS", "from_to { baseline: 1 target: 2 }")),
              ElementsAre("NO_UNIT"));
  EXPECT_THAT(OfKeyResult(Result("NPS", "range { min: 1 }")), ElementsAre("NO_UNIT"));
  for (const char* unit : {"points: 'NPS'", "percent: true", "currency_code: 'VND'"}) {
    const std::string fields = "from_to { target: 2 } unit { " + std::string(unit) + " }";
    EXPECT_THAT(OfKeyResult(Result("Sales", fields)), ElementsAre("NO_BASELINE"));
    for (const char* known :
         {"Sales of new shops", "Doanh thu cửa hàng mới", "Sales from 0 to 2"}) {
      EXPECT_THAT(OfKeyResult(Result(known, fields)), IsEmpty()) << known;
    }
  }
  EXPECT_THAT(OfKeyResult(Result("Deals", "from_to { target: 2 } unit { count_of: 'deals' }")),
              IsEmpty());
  EXPECT_THAT(OfKeyResult(Result("Sales", "from_to { target: 2 } kpi_source { kpi: 'x' }")),
              IsEmpty());
}

TEST(WordingTest, NotTooFewNotTooMany) {
  Objective objective = Saying("Win the market");
  EXPECT_THAT(Of(objective), IsEmpty());  // Its children count.
  objective.set_rollup(Objective::KEY_RESULTS);
  std::vector<KeyResult> results;
  for (const char* text : {"a1", "b1", "c1", "d1", "e1", "f1"}) {
    EXPECT_EQ(Of(objective, results).empty(), results.size() >= 2) << results.size();
    results.push_back(Result(text, kBinary, text));
  }
  EXPECT_THAT(Of(objective, results), ElementsAre("TOO_MANY"));
  EXPECT_THAT(Told(Wording(false).Check(objective, results, {.key_results = 6})), IsEmpty());
}

TEST(WordingTest, NobodyHasMoreObjectivesThanThePolicyAllows) {
  Wording wording(false);
  std::vector<Objective> objectives = {Saying("Win the east", "p"), Saying("Loved by all", "q"),
                                       Saying("Win the west", "r")};
  for (size_t i = 0; i < objectives.size(); ++i) {
    objectives[i].set_owner(i == 2 ? "bob" : "ann");
    objectives[i].set_team("t");
    wording.Note(objectives[i]);
  }
  const auto told = [&](size_t i, int of_team, int of_owner) {
    return Told(wording.Check(objectives[i], {},
                              {.objectives_of_team = of_team, .objectives_of_owner = of_owner}));
  };
  EXPECT_THAT(told(0, 2, 0), ElementsAre("TOO_MANY"));
  EXPECT_THAT(told(0, 3, 2), IsEmpty());
  EXPECT_THAT(told(0, 0, 1), ElementsAre("TOO_MANY"));
  EXPECT_THAT(told(2, 0, 1), IsEmpty());
  EXPECT_THAT(told(2, 2, 1), ElementsAre("TOO_MANY"));
  objectives[2].set_cycle("another");
  EXPECT_THAT(told(2, 2, 1), IsEmpty());
}

TEST(WordingTest, SomebodyAnswersForIt) {
  Objective objective = Saying("Win the market");
  KeyResult owned = Result("a1", kBinary, "k1");
  owned.set_owner("bob");
  const std::vector<KeyResult> results = {owned, Result("b1", kBinary, "k2")};
  EXPECT_THAT(Of(objective, results), IsEmpty());  // Ann answers for the second one.
  objective.clear_owner();
  const auto found = CheckWording({objective, results, {}}, Language::kVietnamese);
  EXPECT_THAT(Told(found), ElementsAre("NO_OWNER", "NO_OWNER"));
  EXPECT_EQ(found.at(0).resource(), "k2");
  EXPECT_EQ(found.at(1).resource(), "o");
}

TEST(WordingTest, NothingIsSaidTwice) {
  const Objective objective = Saying("Win the market");
  const std::vector<KeyResult> results = {Result("Share of the market", kBinary, "k1"),
                                          Result("Market share", kBinary, "k2")};
  const std::vector<Objective> siblings = {Saying("The Market: win!", "p")};
  const auto found = CheckWording({objective, results, siblings}, Language::kEnglish);
  ASSERT_THAT(Told(found), ElementsAre("DUPLICATE", "DUPLICATE"));
  EXPECT_EQ(found[0].resource(), "k2");
  EXPECT_EQ(found[0].other(), "k1");
  EXPECT_EQ(found[1].other(), "p");
}

TEST(WordingTest, ObjectivesOfOneCycleAreCompared) {
  const Objective first = Saying("Win the market");
  Objective second = Saying("The Market: win!", "p");
  Wording wording(false);
  wording.Note(first);
  wording.Note(second);
  EXPECT_THAT(wording.Check(first, {}, {}), IsEmpty());
  const auto found = wording.Check(second, {}, {});
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].code(), Finding::DUPLICATE);
  EXPECT_EQ(found[0].other(), "o");
  second.set_cycle("q2");
  EXPECT_THAT(wording.Check(second, {}, {}), IsEmpty());
}

TEST(WordingTest, FindingsComeByResourceAndPlaceAndCode) {
  Objective objective = Saying("Grow 5 shops and reduce 7 costs");
  objective.set_rollup(Objective::KEY_RESULTS);
  objective.clear_owner();
  const std::vector<KeyResult> results = {Result("Launch the app", "from_to { target: 1 }", "a")};
  EXPECT_THAT(
      Of(objective, results),
      ElementsAre("ACTIVITY_NOT_OUTCOME Launch", "NO_UNIT", "NO_OWNER", "TOO_FEW", "NO_OWNER",
                  "NUMBER_IN_OBJECTIVE 5", "TWO_IN_ONE and reduce", "NUMBER_IN_OBJECTIVE 7"));
}

// Spans count code points of the text as it is, composed or not.
TEST(WordingTest, SpansPointIntoTheText) {
  struct Place {
    const char* text;
    int start;
    int end;
  };
  for (const Place& place : std::vector<Place>{{"Đội ngũ: đạt 50 việc", 13, 15},
                                               {"Đo\u0323\u0302i ngu\u0303: đạt 50", 16, 18},
                                               {"🚀🚀 50%", 3, 6}}) {
    SCOPED_TRACE(place.text);
    const auto findings = CheckWording({Saying(place.text), {}, {}}, Language::kVietnamese);
    ASSERT_EQ(findings.size(), 1);
    EXPECT_EQ(findings[0].field(), "display_name");
    EXPECT_EQ(findings[0].start(), place.start);
    EXPECT_EQ(findings[0].end(), place.end);
    EXPECT_EQ(findings[0].text(), Text(place.text).Slice({place.start, place.end}));
    EXPECT_THAT(findings[0].message(), HasSubstr("Mục tiêu"));
  }
}

// Bytes of any kind, among words that make findings.
std::string AnyText(std::mt19937& random) {
  constexpr const char* kParts[] = {
      "và", " and ", "improve ", "tri\u1ec3n khai", "2026",   "5",    "%",    "$", "-", "/",
      ",",  " ",     "gấp",      "trăm ",           "\u0301", "\xff", "\xe1", "&"};
  std::string text;
  for (auto k = random() % 30; k > 0; --k) {
    const auto part = random() % (2 * std::size(kParts));
    text += part < std::size(kParts) ? kParts[part] : std::string(1, static_cast<char>(random()));
  }
  return text;
}

TEST(WordingTest, TakesAnyBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  size_t found = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string text = AnyText(random);
    const Text parts(text);
    const std::vector<KeyResult> results = {Result(text), Result(text, kNumeric, "l")};
    for (const Finding& finding : CheckWording({Saying(text), results, {}}, Language::kEnglish)) {
      ASSERT_LE(0, finding.start()) << text;
      ASSERT_LE(finding.start(), finding.end()) << text;
      ASSERT_LE(finding.end(), parts.size()) << text;
      ASSERT_EQ(finding.text(), parts.Slice({finding.start(), finding.end()})) << text;
      ++found;
    }
  }
  EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace okapi::goals
