#include "services/reporting/neighbours/kpi_memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::AggregateKpiResponse;
using okapi::metrics::v1::KpiGroup;
using okapi::metrics::v1::KpiValue;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Status kAway = absl::UnavailableError("away");

absl::Time Utc(int year, int month, int day) {
  return absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone());
}

// Months of 2025 from the first of `from`; with `end` those before it, else those of now, `count`
// of them.
KpiQuestion Question(int from, std::optional<absl::Time> end, int count = 0) {
  KpiQuestion question;
  question.request.set_name("organizations/o/kpis/k");
  question.request.set_period_type(okapi::common::v1::MONTH);
  *question.request.mutable_start_time() = api::ToTimestamp(Utc(2025, from, 1));
  if (end.has_value()) *question.request.mutable_end_time() = api::ToTimestamp(*end);
  question.key = KeyOfPeriods("organizations/o", question.request,
                              end.has_value() ? std::nullopt : std::optional<int>(count));
  return question;
}

// The months from `first` to `last` of one group, all with the value.
void AddGroup(const std::string& region, int first, int last, double value,
              AggregateKpiResponse& response) {
  KpiGroup& group = *response.add_groups();
  if (!region.empty()) (*group.mutable_labels())["region"] = region;
  for (int month = first; month <= last; ++month) {
    KpiValue& number = *group.add_values();
    *number.mutable_period() = calendar::ToProto(
        calendar::Calendar().PeriodAt(okapi::common::v1::MONTH, Utc(2025, month, 1)));
    number.set_value(value);
  }
}

KnownPeriods Known(const KpiQuestion& question, absl::Time heard, int first, int last,
                   double value) {
  KnownPeriods known{question.key.variant, heard, {}};
  AddGroup("", first, last, value, known.response);
  return known;
}

// `2025-01: 5` of each period of the group.
std::vector<std::string> Told(const KpiAnswer& answer, int group = 0) {
  std::vector<std::string> told;
  if (answer.value.groups_size() <= group) return told;
  for (const KpiValue& value : answer.value.groups(group).values()) {
    told.push_back(absl::StrCat(value.period().id(), ": ", value.value()));
  }
  return told;
}

const absl::Time kHeard = Utc(2025, 6, 15);

TEST(KpiMemoryTest, OtherPeriodsAndDetailsAreTheSameFamilyAndOtherQuestionsAreNot) {
  const KpiQuestion question = Question(1, std::nullopt, 6);
  EXPECT_EQ(Question(1, Utc(2025, 3, 1)).key.request, question.key.request);
  EXPECT_NE(Question(1, Utc(2025, 3, 1)).key.variant, question.key.variant);
  EXPECT_NE(Question(1, std::nullopt, 7).key.variant, question.key.variant);
  EXPECT_EQ(Question(2, std::nullopt, 6).key.variant, question.key.variant) << "a month later";
  AggregateKpiRequest other = question.request;
  other.set_include_coverage(true);
  other.add_compare(AggregateKpiRequest::PREVIOUS_YEAR);
  EXPECT_EQ(KeyOfPeriods("organizations/o", other, 6).request, question.key.request);
  EXPECT_NE(KeyOfPeriods("organizations/o", other, 6).variant, question.key.variant);
  other.add_group_by("region");
  EXPECT_NE(KeyOfPeriods("organizations/o", other, 6).request, question.key.request);
}

TEST(KpiMemoryTest, FewerPeriodsAreThoseThatWereHeardAndOfMoreTheRestIsLeftOut) {
  const std::vector<KnownPeriods> known = {Known(Question(3, std::nullopt, 3), kHeard, 3, 6, 5)};
  const KpiAnswer fewer = PutTogether(Question(5, std::nullopt, 1), known, kAway);
  EXPECT_EQ(fewer.problem, kAway);
  EXPECT_EQ(fewer.time, kHeard);
  EXPECT_THAT(Told(fewer), ElementsAre("2025-05: 5", "2025-06: 5"));
  const KpiAnswer more = PutTogether(Question(1, std::nullopt, 5), known, kAway);
  EXPECT_THAT(Told(more), ElementsAre("2025-03: 5", "2025-04: 5", "2025-05: 5", "2025-06: 5"));
}

TEST(KpiMemoryTest, EachPeriodIsAsItWasLastToldAndTheAnswerAsOldAsItsOldestPart) {
  const absl::Time later = kHeard + absl::Hours(1);
  const KpiAnswer answer = PutTogether(Question(1, std::nullopt, 5),
                                       {Known(Question(3, std::nullopt, 3), kHeard, 3, 6, 5),
                                        Known(Question(5, std::nullopt, 1), later, 5, 6, 7)},
                                       kAway);
  EXPECT_THAT(Told(answer), ElementsAre("2025-03: 5", "2025-04: 5", "2025-05: 7", "2025-06: 7"));
  EXPECT_EQ(answer.time, kHeard);
}

TEST(KpiMemoryTest, WhatWasCutOffDoesNotStandInForTheWhole) {
  // Up to the middle of May.
  const std::vector<KnownPeriods> cut = {Known(Question(3, Utc(2025, 5, 15)), kHeard, 3, 5, 5)};
  EXPECT_THAT(Told(PutTogether(Question(3, Utc(2025, 6, 1)), cut, kAway)),
              ElementsAre("2025-03: 5", "2025-04: 5"));
  EXPECT_THAT(Told(PutTogether(Question(4, Utc(2025, 5, 15)), cut, kAway)),
              ElementsAre("2025-04: 5", "2025-05: 5"))
      << "another question that is cut off there";
  EXPECT_THAT(Told(PutTogether(Question(4, std::nullopt, 3), cut, kAway)),
              ElementsAre("2025-04: 5"));
}

TEST(KpiMemoryTest, AnOpenPeriodDoesNotStandInForALookBack) {
  // June was open when it was heard.
  const std::vector<KnownPeriods> now = {Known(Question(4, std::nullopt, 2), kHeard, 4, 6, 5)};
  EXPECT_THAT(Told(PutTogether(Question(4, Utc(2025, 7, 1)), now, kAway)),
              ElementsAre("2025-04: 5", "2025-05: 5"));
  // And the whole of a month not for one that is cut off.
  EXPECT_THAT(Told(PutTogether(Question(4, Utc(2025, 5, 10)), now, kAway)),
              ElementsAre("2025-04: 5"));
}

TEST(KpiMemoryTest, GroupsAreTakenPeriodByPeriod) {
  KnownPeriods first{Question(4, std::nullopt, 2).key.variant, kHeard, {}};
  AddGroup("north", 4, 5, 1, first.response);
  AddGroup("south", 4, 5, 2, first.response);
  // South had left by then.
  KnownPeriods second{Question(5, std::nullopt, 1).key.variant, kHeard + absl::Hours(1), {}};
  AddGroup("north", 5, 6, 3, second.response);
  const KpiAnswer answer = PutTogether(Question(4, std::nullopt, 9), {first, second}, kAway);
  ASSERT_EQ(answer.value.groups_size(), 2);
  EXPECT_EQ(answer.value.groups(0).labels().at("region"), "north");
  EXPECT_THAT(Told(answer, 0), ElementsAre("2025-04: 1", "2025-05: 3", "2025-06: 3"));
  EXPECT_THAT(Told(answer, 1), ElementsAre("2025-04: 2"));
}

TEST(KpiMemoryTest, DetailsThatNobodyAskedForAreLeftOut) {
  KpiQuestion detailed = Question(5, std::nullopt, 1);
  detailed.request.set_include_coverage(true);
  detailed.request.add_compare(AggregateKpiRequest::PREVIOUS_YEAR);
  detailed.key = KeyOfPeriods("organizations/o", detailed.request, 1);
  KnownPeriods known = Known(detailed, kHeard, 5, 6, 5);
  for (KpiValue& value : *known.response.mutable_groups(0)->mutable_values()) {
    value.set_coverage(0.5);
    value.set_previous_year_value(4);
  }
  const KpiAnswer plain = PutTogether(Question(5, std::nullopt, 1), {known}, kAway);
  EXPECT_THAT(Told(plain), ElementsAre("2025-05: 5", "2025-06: 5"));
  EXPECT_FALSE(plain.value.groups(0).values(0).has_coverage());
  EXPECT_FALSE(plain.value.groups(0).values(0).has_previous_year_value());
  const KpiAnswer same = PutTogether(detailed, {known}, kAway);
  EXPECT_EQ(same.value.groups(0).values(0).coverage(), 0.5);
  EXPECT_EQ(same.value.groups(0).values(0).previous_year_value(), 4);
}

TEST(KpiMemoryTest, NothingIsKnownWhereNoPeriodIs) {
  const KpiQuestion question = Question(1, Utc(2025, 3, 1));
  const std::vector<KnownPeriods> other = {Known(Question(5, std::nullopt, 2), kHeard, 5, 6, 5)};
  const KpiAnswer answer = PutTogether(question, other, kAway);
  EXPECT_FALSE(answer.known());
  EXPECT_THAT(Told(answer), IsEmpty());
  // That there are no groups is an answer.
  const KpiAnswer none =
      PutTogether(question, {KnownPeriods{question.key.variant, kHeard, {}}}, kAway);
  EXPECT_EQ(none.time, kHeard);
}

}  // namespace
}  // namespace okapi::reporting
