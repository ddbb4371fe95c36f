#include "services/goals/kpis/kpi_question.h"

#include <gmock/gmock.h>

#include "common/api/timestamp.h"
#include "tests/support/text_proto.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::metrics::v1::AggregateUpdate;
using okapi::testing::FromText;

const CycleSpan kSpan{absl::FromUnixSeconds(0), absl::FromUnixSeconds(300)};

KpiQuestion QuestionOf(const std::string& source) {
  return Ask(FromText<KeyResult>("name: 'r' kpi_source { kpi: 'k' " + source + " }"), kSpan);
}

// Three periods of 100 s; the last has no samples.
AggregateUpdate Answers() {
  return FromText<AggregateUpdate>(R"(result { groups {
    values { period { end_time { seconds: 100 } } value: 1 last_sample_time { seconds: 90 } }
    values { period { end_time { seconds: 200 } } value: 2 last_sample_time { seconds: 150 } }
    values { period { end_time { seconds: 300 } } } } })");
}

TEST(KpiQuestionTest, AsksWithinTheCycle) {
  const KpiQuestion question = QuestionOf("filter { key: 'region' value: 'south' }");
  EXPECT_EQ(question.query.name(), "k");
  EXPECT_EQ(api::FromTimestamp(question.query.start_time()), kSpan.start);
  EXPECT_EQ(api::FromTimestamp(question.query.end_time()), kSpan.end);
  EXPECT_FALSE(question.query.whole_interval());
  ASSERT_EQ(question.query.filter_size(), 1);
  EXPECT_EQ(question.query.filter(0).label(), "region");
  EXPECT_EQ(question.query.filter(0).values(0), "south");
  EXPECT_TRUE(QuestionOf("window: CYCLE_TO_DATE").query.whole_interval());
}

TEST(KpiQuestionTest, TheLatestPeriodIsTheLastWithSamples) {
  const auto reading = ReadAnswer(QuestionOf(""), Answers(), absl::FromUnixSeconds(160));
  EXPECT_EQ(reading.value, 2);
  EXPECT_EQ(reading.value_time, absl::FromUnixSeconds(150));
  EXPECT_EQ(reading.problem, "");
}

TEST(KpiQuestionTest, HowTheNumberIsMadeIsSaidOfTheKeyResultsOwnKpi) {
  AggregateUpdate answer = Answers();
  answer.mutable_result()->set_aggregation(okapi::metrics::v1::RATIO_OF_SUMS);
  EXPECT_EQ(ReadAnswer(QuestionOf(""), answer, kSpan.end).aggregation,
            okapi::goals::v1::KpiLink::MEAN);
  answer.mutable_result()->clear_groups();
  EXPECT_EQ(ReadAnswer(QuestionOf(""), answer, kSpan.end).aggregation,
            okapi::goals::v1::KpiLink::MEAN);
  KpiQuestion guard = QuestionOf("");
  guard.about = KpiQuestion::kGuard;
  EXPECT_EQ(ReadAnswer(guard, answer, kSpan.end).aggregation,
            okapi::goals::v1::KpiLink::AGGREGATION_UNSPECIFIED);
}

TEST(KpiQuestionTest, ACompletePeriodIsOneThatIsOver) {
  const KpiQuestion question = QuestionOf("window: LATEST_COMPLETE_PERIOD");
  EXPECT_EQ(ReadAnswer(question, Answers(), absl::FromUnixSeconds(99)).value, std::nullopt);
  EXPECT_EQ(ReadAnswer(question, Answers(), absl::FromUnixSeconds(199)).value, 1);
  EXPECT_EQ(ReadAnswer(question, Answers(), absl::FromUnixSeconds(200)).value, 2);
}

TEST(KpiQuestionTest, NoSamplesAreNoValueAndAnErrorIsAProblem) {
  EXPECT_EQ(ReadAnswer(QuestionOf(""), FromText<AggregateUpdate>("result { groups {} }"),
                       absl::FromUnixSeconds(1))
                .value,
            std::nullopt);
  const auto reading =
      ReadAnswer(QuestionOf(""), FromText<AggregateUpdate>("error { code: 5 message: 'gone' }"),
                 absl::FromUnixSeconds(1));
  EXPECT_EQ(reading.problem, "gone");
}

}  // namespace
}  // namespace okapi::goals
