#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/convert/convert_outcome.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::KeyResult;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Without its name and words.
std::string WayOf(KeyResult key_result) {
  key_result.clear_name();
  key_result.clear_display_name();
  return key_result.ShortDebugString();
}

TEST(ConvertMeasureTest, HowNumbersAreMeasured) {
  const Outcome outcome = Table(R"(Type,Title,Metric type,Unit,Start value,Target,Current
Objective,All,,,,,
KR,A,Percentage,,45,60,
KR,B,Percentage,,0.45,0.6,
KR,C,At least,%,,99.9,
KR,D,Currency,EUR,1,2,
KR,E,Binary,,0,1,
KR,F,Percent complete,,,,
KR,G,Who knows,,1,2,
KR,H,,,1,2,
)");
  const auto way = [&](size_t i) { return WayOf(outcome.key_result(i)); };
  EXPECT_EQ(way(0), "unit { percent: true } from_to { baseline: 0.45 target: 0.6 }");
  EXPECT_EQ(way(1), "unit { percent: true } from_to { baseline: 0.0045 target: 0.006 }")
      << "as 45 in its column tells";
  EXPECT_EQ(way(2), "unit { percent: true } range { min: 0.999 }");
  EXPECT_EQ(way(3),
            "description: \"Metric type: Currency\" unit { currency_code: \"EUR\" } from_to { "
            "baseline: 1 target: 2 }");
  EXPECT_EQ(way(4), "binary { }");
  EXPECT_EQ(way(5), "unit { percent: true } from_to { target: 1 }");
  EXPECT_EQ(way(6), "description: \"Metric type: Who knows\" from_to { baseline: 1 target: 2 }");
  EXPECT_EQ(way(7), "from_to { baseline: 1 target: 2 }");
  EXPECT_THAT(
      outcome.findings,
      Contains("f: row 4: 0.45 is taken as 0.45 %, as there are percents that are more than 1"));
}

TEST(ConvertMeasureTest, SharesAreToldByAllOfTheirColumn) {
  const Outcome shares = Table(R"(Type,Title,Metric type,Unit,Start value,Target
Objective,All,,,,
KR,A,Percentage,,0.45,0.6
KR,B,,%,45,60
KR,C,,,0.2,50%
KR,D,Percentage,,0,0
)");
  EXPECT_EQ(WayOf(shares.key_result(0)),
            "unit { percent: true } from_to { baseline: 0.45 target: 0.6 }");
  EXPECT_EQ(WayOf(shares.key_result(1)), WayOf(shares.key_result(0))) << "of another column";
  EXPECT_EQ(WayOf(shares.key_result(2)),
            "unit { percent: true } from_to { baseline: 0.2 target: 0.5 }");
  constexpr char kShares[] = "numbers of at most 1 are taken as shares: 0.45 is 45 %";
  EXPECT_THAT(shares.findings, ElementsAre(absl::StrCat("f: row 3: ", kShares),
                                           absl::StrCat("f: row 5: ", kShares)));
  const Outcome of_hundred = Table(R"(Type,Title,Start value,Target
Objective,All,,
KR,A,0.2,50%
KR,B,20,50%
)");
  EXPECT_EQ(WayOf(of_hundred.key_result(0)),
            "unit { percent: true } from_to { baseline: 0.002 target: 0.5 }");
  EXPECT_THAT(
      of_hundred.findings,
      ElementsAre("f: row 3: 0.2 is taken as 0.2 %, as there are percents that are more than 1"));
}

TEST(ConvertMeasureTest, ALetterCountsUnlessThereIsMoney) {
  const Outcome outcome = Table(R"(Type,Title,Metric type,Unit,Start value,Target
Objective,All,,,,
KR,A,,m,0,500
KR,B,,b,0,5
KR,C,,K,0,5
KR,D,Dollar,m,0,5
KR,E,,k,0,$5
KR,F,,USD m,0,5
KR,G,,million,0,5
KR,H,,m,0,50%
KR,I,m,,0,5
)");
  const auto way = [&](size_t i) { return WayOf(outcome.key_result(i)); };
  EXPECT_EQ(way(0), "unit { count_of: \"m\" } from_to { target: 500 }");
  EXPECT_EQ(way(1), "unit { count_of: \"b\" } from_to { target: 5 }");
  EXPECT_EQ(way(2), "unit { count_of: \"K\" } from_to { target: 5 }");
  EXPECT_EQ(way(3), "unit { currency_code: \"USD\" } from_to { target: 5000000 }");
  EXPECT_EQ(way(4), "unit { currency_code: \"USD\" } from_to { target: 5000 }");
  EXPECT_EQ(way(5), way(3));
  EXPECT_EQ(way(6), "from_to { target: 5000000 }");
  EXPECT_EQ(way(7), "description: \"Unit: m\" unit { percent: true } from_to { target: 0.5 }");
  EXPECT_EQ(way(8), "description: \"Metric type: m\" from_to { target: 5 }");
  EXPECT_THAT(outcome.findings, ElementsAre("f: row 3: Unit: 'm' is taken as what is counted",
                                            "f: row 4: Unit: 'b' is taken as what is counted",
                                            "f: row 5: Unit: 'K' is taken as what is counted",
                                            "f: row 6: Unit: 'm' is taken as millions",
                                            "f: row 7: Unit: 'k' is taken as thousands",
                                            "f: row 8: m is taken as millions",
                                            "f: row 10: kept as a description: Unit: m",
                                            "f: row 11: kept as a description: Metric type: m"));
}

TEST(ConvertMeasureTest, OfTwoUnitsNoneIsLost) {
  const Outcome outcome = Table(R"(Type,Title,Metric type,Unit,Start value,Target,Current
Objective,All,,,,,
KR,A,Percentage,USD,45,60,
KR,B,Percentage,triệu đồng,45,60,
KR,C,Percentage,,45,$60,
KR,D,,EUR,$1,2,3 deals
KR,E,Binary,USD,,,
KR,F,Percent complete,customers,,,
KR,G from 5 to 9,,triệu,,,7
KR,H,million USD,triệu,1,2,
KR,I,million USD,tỷ,1,2,
KR,J,million USD,m,1,2,
)");
  const auto way = [&](size_t i) { return WayOf(outcome.key_result(i)); };
  EXPECT_EQ(
      way(0),
      "description: \"Unit: USD\" unit { percent: true } from_to { baseline: 0.45 target: 0.6 }");
  EXPECT_EQ(outcome.key_result(1).description(), "Unit: triệu đồng");
  EXPECT_EQ(outcome.key_result(1).from_to().target(), 0.6);
  EXPECT_EQ(way(2), "unit { percent: true } from_to { baseline: 0.45 target: 0.6 }");
  EXPECT_EQ(outcome.key_result(3).unit().currency_code(), "EUR");
  EXPECT_EQ(way(4), "description: \"Unit: USD\" binary { }");
  EXPECT_EQ(outcome.key_result(5).description(), "Unit: customers");
  EXPECT_EQ(outcome.key_result(6).description(), "Unit: triệu\nCurrent: 7");
  for (const size_t i : {7, 8, 9}) EXPECT_EQ(outcome.key_result(i).from_to().target(), 2e6) << i;
  EXPECT_EQ(outcome.key_result(7).description(), "") << "it says the same again";
  EXPECT_EQ(outcome.key_result(8).description(), "Unit: tỷ");
  EXPECT_EQ(outcome.key_result(9).description(), "Unit: m");
  for (const char* finding : {"f: row 3: kept as a description: Unit: USD",
                              "f: row 5: Target: '$60' is taken as a percentage",
                              "f: row 6: Start value: '$1' is taken as EUR",
                              "f: row 6: Current: '3 deals' is taken as EUR",
                              "f: row 7: kept as a description: Unit: USD",
                              "f: row 8: kept as a description: Unit: customers",
                              "f: row 9: kept as a description: Unit: triệu; Current: 7"}) {
    EXPECT_THAT(outcome.findings, Contains(finding));
  }
}

TEST(ConvertMeasureTest, ConfidencesOfOneToFiveAreNoShares) {
  const Outcome scale = Table(R"(Type,Title,Target,Current,Confidence,Updated at
Objective,All,,,,
KR,A,5,1,1,2026-05-31
KR,B,5,1,3,2026-05-31
KR,C,5,1,60 %,2026-05-31
KR,D,5,1,4/5,2026-05-31
)");
  const auto& history = scale.objective().history;
  EXPECT_FALSE(history.key_results(0).check_ins(0).has_confidence());
  EXPECT_EQ(history.key_results(0).check_ins(0).comment(), "Confidence: 1");
  EXPECT_EQ(history.key_results(1).check_ins(0).comment(), "Confidence: 3");
  EXPECT_EQ(history.key_results(2).check_ins(0).confidence(), 0.6);
  EXPECT_EQ(history.key_results(3).check_ins(0).confidence(), 0.8);
  EXPECT_THAT(scale.findings,
              Contains("f: a confidence is more than 1, and nobody says of what: plain numbers of "
                       "it stay words"));
  const Outcome shares = Table(
      "Type,Title,Target,Current,Confidence,Updated at\nObjective,All,,,,\n"
      "KR,A,5,1,1,2026-05-31\nKR,B,5,1,0.3,2026-05-31\n");
  EXPECT_EQ(shares.objective().history.key_results(0).check_ins(0).confidence(), 1);
}

TEST(ConvertMeasureTest, ADateInAColumnOfNumbersTellsNoDecimalMark) {
  const Outcome outcome = Table(
      "Objective;Key result;Start value;Target\nGrow;A;1,5;2\n;B;;Trước 30.6\n;C;1.200;1.500\n");
  EXPECT_EQ(outcome.key_result(0).from_to().baseline(), 1.5);
  EXPECT_EQ(outcome.key_result(2).from_to().target(), 1500);
}

TEST(ConvertMeasureTest, AStartIsAValueOrADay) {
  const Outcome value = Table("Objective,Key result,Start,Target\nGrow,A,1,2\n,B,5,9\n");
  EXPECT_EQ(value.key_result(1).from_to().baseline(), 5);
  EXPECT_THAT(value.findings, IsEmpty());
  const Outcome day =
      Table("Objective,Key result,Start,End,Target\nGrow,A,2026-01-01,2026-03-31,2\n", Options(""));
  EXPECT_EQ(day.okrs.cycles[0].start_date().month(), 1);
  EXPECT_EQ(day.key_result().from_to().baseline(), 0);
}

TEST(ConvertMeasureTest, AValueIsACheckInWhereItsDayIsKnown) {
  const std::string table = R"(Type,Title,Start,Target,Current,Progress,Status,Confidence,Updated at
Objective,Grow,,,,50%,On track,,
KR,A,0 %,100 %,40 %,40%,At risk,8/10,2026-05-31
KR,B,0,10,4,40%,Off track,,
KR,C,0,10,4,,,,2026-06-09
KR,D,0,10,4,,,,2026-06-01
KR,E,0,10,,70%,Behind,,2026-05-31
)";
  const Outcome outcome = Table(table);
  const auto& history = outcome.objective().history;
  ASSERT_EQ(history.key_results_size(), 2);
  EXPECT_EQ(
      history.key_results(0).ShortDebugString(),
      "key_result: \"a\" check_ins { name: \"a/imported\" value: 0.4 value_time { seconds: "
      "1780228800 } confidence: 0.8 comment: \"Status: At risk\\nProgress: 40%\" create_time { "
      "seconds: 1780228800 } }");
  EXPECT_EQ(history.key_results(1).check_ins(0).value_time().seconds(),
            absl::ToUnixSeconds(Options().now))
      << "today, and not later than now";
  EXPECT_EQ(outcome.key_result(1).description(), "Current: 4\nProgress: 40%\nStatus: Off track");
  EXPECT_EQ(outcome.key_result(2).description(), "Current: 4\nUpdated at: 2026-06-09");
  EXPECT_EQ(outcome.key_result(4).description(),
            "Progress: 70%\nUpdated at: 2026-05-31\nStatus: Behind");
  EXPECT_THAT(outcome.findings, Contains("f: row 5: is measured on a day that is yet to come"));
  ConvertOptions options = Options();
  options.as_of = absl::CivilDay(2026, 3, 31);
  const Outcome dated = Table(table, options);
  EXPECT_EQ(dated.objective().history.key_results(1).key_result(), "b");
}

}  // namespace
}  // namespace okapi::cli
