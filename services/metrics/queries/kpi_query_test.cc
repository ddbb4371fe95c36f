#include "services/metrics/queries/kpi_query.h"

#include <gmock/gmock.h>

#include "common/api/timestamp.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::metrics {
namespace {

using okapi::testing::FromText;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Optional;

constexpr char kKpi[] = R"(
  name: "organizations/o/kpis/k" aggregation: SUM metric: "m" frequency: MONTH
  dimensions { label: "region" members { value: "south" } members { value: "north" } }
  dimensions { label: "shop" }
  selector { label: "currency" values: "USD" }
  targets { value: 100 })";

absl::Time Utc(int year, int month, int day, int hour = 0) {
  return absl::FromCivil(absl::CivilHour(year, month, day, hour), absl::UTCTimeZone());
}
int64_t UtcMicros(int year, int month, int day, int hour = 0) {
  return absl::ToUnixMicros(Utc(year, month, day, hour));
}

class KpiQueryTest : public ::testing::Test {
 protected:
  absl::StatusOr<KpiQuery> TryPlan() { return PlanQuery(request_, kpi_, calendar_, now_); }
  KpiQuery Plan() {
    auto query = TryPlan();
    EXPECT_THAT(query, IsOk());
    return query.ok() ? *std::move(query) : KpiQuery();
  }
  void SetStart(absl::Time time) { *request_.mutable_start_time() = api::ToTimestamp(time); }
  void SetEnd(absl::Time time) { *request_.mutable_end_time() = api::ToTimestamp(time); }
  static std::vector<std::string> Ids(const KpiQuery& query) {
    std::vector<std::string> ids;
    for (const QueryPeriod& period : query.periods) ids.push_back(period.period.id());
    return ids;
  }

  static std::vector<int32_t> DaysOf(const QueryPeriod& period) {
    std::vector<int32_t> days;
    for (const TargetPart& part : period.target_parts) days.push_back(part.day);
    return days;
  }

  v1::Kpi kpi_ = FromText<v1::Kpi>(kKpi);
  v1::AggregateKpiRequest request_;
  calendar::Calendar calendar_;
  absl::Time now_ = Utc(2025, 3, 14, 12);
};

TEST_F(KpiQueryTest, APeriodSettlesWhenNoMoreLateDataIsWaitedFor) {
  SetStart(Utc(2025, 2, 1));
  kpi_.mutable_late_tolerance()->set_seconds(14 * 86400);
  KpiQuery query = Plan();
  ASSERT_THAT(Ids(query), ElementsAre("2025-02", "2025-03"));
  EXPECT_FALSE(query.periods[0].settled);
  EXPECT_EQ(query.next_period, Utc(2025, 3, 15));  // It must look again when February settles.
  now_ = Utc(2025, 3, 15);
  query = Plan();
  EXPECT_TRUE(query.periods[0].settled);
  EXPECT_FALSE(query.periods[1].settled);
  EXPECT_EQ(query.next_period, Utc(2025, 4, 1));
  SetEnd(Utc(2025, 2, 28));  // Of what is cut off nothing is settled.
  EXPECT_FALSE(Plan().periods[0].settled);
}

TEST_F(KpiQueryTest, ByDefaultThePeriodThatIsOpenNow) {
  const KpiQuery query = Plan();
  EXPECT_THAT(Ids(query), ElementsAre("2025-03"));
  EXPECT_THAT(query.aggregation.bounds_us,
              ElementsAre(UtcMicros(2025, 3, 1), UtcMicros(2025, 3, 14, 12)));
  EXPECT_THAT(DaysOf(query.periods[0]), ElementsAre(20250301));
  EXPECT_TRUE(query.open);
  EXPECT_EQ(query.next_period, Utc(2025, 4, 1));
  ASSERT_EQ(query.aggregation.matchers.size(), 1);  // The KPI's own.
}

TEST_F(KpiQueryTest, PeriodsThatEndAfterTheStartAreAnsweredWhole) {
  SetStart(Utc(2025, 1, 20));
  SetEnd(Utc(2025, 3, 1));
  const KpiQuery query = Plan();
  EXPECT_THAT(Ids(query), ElementsAre("2025-01", "2025-02"));  // March starts at the end.
  EXPECT_EQ(query.aggregation.bounds_us.front(), UtcMicros(2025, 1, 1));
  EXPECT_EQ(query.aggregation.bounds_us.back(), UtcMicros(2025, 3, 1));
  EXPECT_FALSE(query.open);
  EXPECT_EQ(query.next_period, absl::InfiniteFuture());
}

TEST_F(KpiQueryTest, ALongerPeriodIsMadeOfTheTargetsPeriodsAndAShorterHasNone) {
  request_.set_period_type(common::v1::QUARTER);
  EXPECT_THAT(DaysOf(Plan().periods[0]), ElementsAre(20250101, 20250201, 20250301));
  request_.set_period_type(common::v1::DAY);
  EXPECT_THAT(Ids(Plan()), ElementsAre("2025-03-14"));
  EXPECT_THAT(DaysOf(Plan().periods[0]), ElementsAre());
}

TEST_F(KpiQueryTest, AWeekAcrossAnEdgeBelongsToThePeriodOfItsMiddle) {
  kpi_.set_frequency(common::v1::WEEK);
  request_.set_period_type(common::v1::YEAR);
  SetEnd(Utc(2025, 12, 31, 12));
  const auto days = DaysOf(Plan().periods[0]);
  ASSERT_EQ(days.size(), 52);  // 2025 has weeks W01 to W52.
  EXPECT_EQ(days.front(), 20241230);
  EXPECT_EQ(days.back(), 20251222);
}

TEST_F(KpiQueryTest, TheCalendarCutsThePeriods) {
  calendar_ = *calendar::Calendar::Create(FromText<common::v1::Calendar>(
      R"(time_zone: "Asia/Ho_Chi_Minh" fiscal_year_start_month: 4)"));
  request_.set_period_type(common::v1::YEAR);
  const KpiQuery query = Plan();
  EXPECT_THAT(Ids(query), ElementsAre("FY2025"));
  EXPECT_EQ(query.aggregation.bounds_us.front(), UtcMicros(2024, 3, 31, 17));
}

TEST_F(KpiQueryTest, OneNumberForTheWholeInterval) {
  request_.set_whole_interval(true);
  EXPECT_THAT(TryPlan().status().message(), HasSubstr("start_time"));
  SetStart(Utc(2025, 1, 20));
  const KpiQuery query = Plan();
  ASSERT_EQ(query.periods.size(), 1);
  EXPECT_EQ(query.periods[0].period.id(), "");
  EXPECT_THAT(query.aggregation.bounds_us,
              ElementsAre(UtcMicros(2025, 1, 20), UtcMicros(2025, 3, 14, 12)));
}

TEST_F(KpiQueryTest, TheEndOfAnOpenQuestionMovesOnWithinItsPeriod) {
  KpiQuery query = Plan();
  MoveEnd(Utc(2025, 3, 20), query);
  EXPECT_EQ(query.aggregation.bounds_us.back(), UtcMicros(2025, 3, 20));
  EXPECT_EQ(api::FromTimestamp(query.periods[0].period.end_time()), Utc(2025, 4, 1));
  MoveEnd(Utc(2025, 4, 2), query);
  EXPECT_EQ(query.aggregation.bounds_us.back(), UtcMicros(2025, 4, 1));

  request_.set_whole_interval(true);
  SetStart(Utc(2025, 1, 20));
  query = Plan();
  MoveEnd(Utc(2025, 5, 1), query);
  EXPECT_EQ(query.aggregation.bounds_us.back(), UtcMicros(2025, 5, 1));
  EXPECT_EQ(api::FromTimestamp(query.periods[0].period.end_time()), Utc(2025, 5, 1));

  SetEnd(now_);
  query = Plan();
  MoveEnd(Utc(2025, 5, 1), query);
  EXPECT_EQ(query.aggregation.bounds_us.back(), absl::ToUnixMicros(now_));
}

TEST_F(KpiQueryTest, DeclaredMembersAreAnsweredUnlessExcluded) {
  request_.add_group_by("region");
  EXPECT_THAT(Plan().declared_members, ElementsAre("south", "north"));
  *request_.add_filter() = FromText<v1::LabelMatcher>(R"(label: "region" values: "north")");
  EXPECT_THAT(Plan().declared_members, ElementsAre("north"));
  request_.add_group_by("shop");
  EXPECT_THAT(Plan().declared_members, ElementsAre());
}

TEST_F(KpiQueryTest, EveryWrongFieldIsNamed) {
  request_.add_group_by("colour");
  request_.add_group_by("region");
  request_.add_group_by("region");
  request_.add_filter()->set_label("no label");
  const absl::Status status = TryPlan().status();
  EXPECT_THAT(status, ReasonIs(status::ErrorReason::INVALID_FIELD));
  EXPECT_THAT(status.message(), HasSubstr("group_by[0]"));
  EXPECT_THAT(status.message(), HasSubstr("group_by[2]"));
  EXPECT_THAT(status.message(), HasSubstr("filter[0].label"));
}

TEST_F(KpiQueryTest, TheStartMustBeBeforeTheEndAndNotTooFar) {
  SetStart(now_);
  EXPECT_THAT(TryPlan(), ReasonIs(status::ErrorReason::INVALID_FIELD));
  SetStart(Utc(1990, 1, 1));
  EXPECT_EQ(Plan().periods.size(), 35 * 12 + 3);
  request_.set_period_type(common::v1::DAY);
  EXPECT_THAT(TryPlan(), ReasonIs(status::ErrorReason::LIMIT_EXCEEDED));
}

TEST(ScopeOfTest, ATargetIsForTheWholeOrForOneMember) {
  const auto scope = [](const std::string& request, const std::vector<std::string>& group) {
    return ScopeOf(FromText<v1::AggregateKpiRequest>(request), group);
  };
  const TargetScope whole;
  const TargetScope south{"region", "south"};
  EXPECT_THAT(scope("", {}), Optional(whole));
  EXPECT_THAT(scope(R"(group_by: "region")", {"south"}), Optional(south));
  EXPECT_THAT(scope(R"(filter { label: "region" values: "south" })", {}), Optional(south));
  // Several values let several groups pass; each is one member.
  EXPECT_THAT(
      scope(R"(group_by: "region" filter { label: "region" values: "south" values: "north" })",
            {"south"}),
      Optional(south));
  EXPECT_EQ(scope(R"(filter { label: "region" values: "south" values: "north" })", {}),
            std::nullopt);
  EXPECT_EQ(scope(R"(group_by: "region" group_by: "shop")", {"south", "a"}), std::nullopt);
  EXPECT_EQ(scope(R"(group_by: "region")", {""}), std::nullopt);
}

}  // namespace
}  // namespace okapi::metrics
