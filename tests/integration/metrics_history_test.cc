// What happened to a KPI, taken from one Okapi to another, over gRPC.

#include <gmock/gmock.h>

#include "tests/integration/metrics_kpi_fixture.h"
#include "tests/support/field_matchers.h"
#include "tests/support/status_matchers.h"

namespace okapi::metrics {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;

constexpr char kSigned[] = "signers: 'organizations/o/members/ann' ";

class MetricsHistoryTest : public KpiFixture {
 protected:
  absl::StatusOr<v1::KpiHistory> History(const std::string& id) {
    v1::GetKpiHistoryRequest request;
    request.set_name(NameOf(id));
    return scene_.Call(&Stub::GetKpiHistory, request);
  }
  absl::StatusOr<v1::Kpi> Import(const std::string& id, const v1::KpiHistory& history) {
    v1::ImportKpiHistoryRequest request;
    request.set_name(NameOf(id));
    *request.mutable_history() = history;
    return scene_.Call(&Stub::ImportKpiHistory, request);
  }
  absl::StatusOr<v1::Kpi> Import(const std::string& id, const std::string& history) {
    return Import(id, testing::FromText<v1::KpiHistory>(history));
  }
  absl::Status Comment(const std::string& id) {
    v1::CreateKpiCommentRequest request;
    request.set_parent(NameOf(id));
    request.set_kpi_comment_id("c");
    request.mutable_kpi_comment()->set_text("Why?");
    return scene_.Call(&Stub::CreateKpiComment, request).status();
  }
  // A year in the life of a KPI that is the sum of `sales` at its end.
  void Live(const std::string& id) {
    ASSERT_THAT(Create(id, absl::StrCat("aggregation: SUM metric: 'revenue' ", kSigned)), IsOk());
    ASSERT_THAT(Comment(id), IsOk());
    clock_.Advance(absl::Hours(24));
    ASSERT_THAT(Update(id, "metric: 'sales' effective_date { year: 2025 month: 2 day: 1 }",
                       "update_mask { paths: 'metric' paths: 'effective_date' }"),
                IsOk());
    clock_.Advance(absl::Hours(24));
    v1::SignOffKpiRequest sign_off;
    sign_off.set_name(NameOf(id));
    sign_off.set_member("organizations/o/members/ann");
    sign_off.set_comment("as we said");
    ASSERT_THAT(scene_.Call(&Stub::SignOffKpi, sign_off), IsOk());
    clock_.Advance(absl::Hours(24));
    v1::RetireKpiRequest retire;
    retire.set_name(NameOf(id));
    ASSERT_THAT(scene_.Call(&Stub::RetireKpi, retire), IsOk());
    clock_.Advance(absl::Hours(24));
  }
  // The same as it is at last, with nothing that happened to it.
  void Define(const std::string& id) {
    ASSERT_THAT(Create(id, absl::StrCat("aggregation: SUM metric: 'sales' ", kSigned)), IsOk());
    ASSERT_THAT(Comment(id), IsOk());
  }
};

TEST_F(MetricsHistoryTest, WhatIsImportedIsAsItWas) {
  Live("a");
  auto history = History("a");
  ASSERT_THAT(history, IsOk());
  EXPECT_EQ(history->state(), v1::Kpi::RETIRED);
  auto before = Get("a");
  ASSERT_THAT(before, IsOk());
  Define("b");
  history->mutable_comments(0)->set_kpi_comment(NameOf("b") + "/comments/c");
  const auto imported = Import("b", *history);
  ASSERT_THAT(imported, IsOk());
  auto after = *imported;
  after.set_name(before->name());
  after.set_etag(before->etag());
  EXPECT_EQ(after.DebugString(), before->DebugString());
  const auto again = History("b");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->DebugString(), history->DebugString());
  // There is one already.
  EXPECT_THAT(Import("b", *history), ReasonIs(ErrorReason::INVALID_STATE));
}

TEST_F(MetricsHistoryTest, PastPeriodsAreComputedAsTheyWere) {
  Add("revenue", absl::FromCivil(absl::CivilDay(2025, 1, 5), absl::UTCTimeZone()), 10);
  Add("sales", absl::FromCivil(absl::CivilDay(2025, 1, 5), absl::UTCTimeZone()), 100);
  Add("sales", absl::FromCivil(absl::CivilDay(2025, 2, 5), absl::UTCTimeZone()), 200);
  CreateSum("sales");
  ASSERT_THAT(Import("sales",
                     "former_definitions { aggregation: SUM metric: 'revenue' } "
                     "effective_date { year: 2025 month: 2 day: 1 }"),
              IsOk());
  const auto values = Values("sales", "start_time { seconds: 1735689600 }");
  EXPECT_EQ(values[0].value(), 10);
  EXPECT_EQ(values[1].value(), 200);
}

TEST_F(MetricsHistoryTest, WhoHasNotSignedHasNot) {
  ASSERT_THAT(Create("a", absl::StrCat("aggregation: SUM metric: 'm' ", kSigned,
                                       "signers: 'organizations/o/members/bob'")),
              IsOk());
  const std::string sign_offs =
      "sign_offs { member: 'organizations/o/members/ann' sign_time { seconds: 1 } }";
  EXPECT_EQ(Import("a", sign_offs)->state(), v1::Kpi::PROPOSED);
}

TEST_F(MetricsHistoryTest, OnlyEarlierNewsOfWhatWasChangedHere) {
  CreateSum("a");
  const int64_t created = Get("a")->create_time().seconds();
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(Update("a", "display_name: 'A'"), IsOk());
  const auto at = [](int64_t seconds) {
    return absl::StrCat("create_time { seconds: ", seconds, " } update_time { seconds: ", seconds,
                        " }");
  };
  EXPECT_THAT(Import("a", at(created)), ReasonIs(ErrorReason::INVALID_STATE));
  const auto imported = Import("a", at(created - 1));
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(imported->create_time().seconds(), created - 1);
  EXPECT_EQ(imported->update_time().seconds(), created + 3600);
}

constexpr char kSettings[] = "name: 'organizations/o/settings' ";

class MetricsSettingsHistoryTest : public MetricsHistoryTest {
 protected:
  absl::StatusOr<v1::Settings> Write(const std::string& fields) {
    return scene_.Call(&Stub::UpdateSettings,
                       testing::FromText<v1::UpdateSettingsRequest>(
                           absl::StrCat("settings { ", kSettings, fields, " }")));
  }
  absl::StatusOr<v1::Settings> Tell(const std::string& fields) {
    return scene_.Call(
        &Stub::ImportSettingsHistory,
        testing::FromText<v1::ImportSettingsHistoryRequest>(absl::StrCat(kSettings, fields)));
  }
  absl::StatusOr<v1::SettingsHistory> Told() {
    return scene_.Call(&Stub::GetSettingsHistory,
                       testing::FromText<v1::GetSettingsHistoryRequest>(kSettings));
  }
  static constexpr char kTimes[] =
      "history { create_time { seconds: 10 } update_time { seconds: 20 } } ";
};

TEST_F(MetricsSettingsHistoryTest, TimesAreAsTheyWere) {
  ASSERT_THAT(Write("active_kpis_per_team_max: 3"), IsOk());
  ASSERT_THAT(Tell(kTimes), IsOk());
  const auto history = Told();
  ASSERT_THAT(history, IsOk());
  EXPECT_EQ(history->create_time().seconds(), 10);
  EXPECT_EQ(history->update_time().seconds(), 20);
  EXPECT_THAT(Tell(kTimes), ReasonIs(ErrorReason::INVALID_STATE));
  // A change that was made here stays the last one.
  const auto changed = Write("active_kpis_per_team_max: 4");
  ASSERT_THAT(changed, IsOk());
  const auto earlier = Tell("history { create_time { seconds: 5 } update_time { seconds: 6 } }");
  ASSERT_THAT(earlier, IsOk());
  EXPECT_EQ(earlier->create_time().seconds(), 5);
  EXPECT_EQ(earlier->update_time().seconds(), changed->update_time().seconds());
  EXPECT_EQ(earlier->active_kpis_per_team_max(), 4);
}

TEST_F(MetricsSettingsHistoryTest, WhatWasNeverWrittenHasNoneAndTakesOne) {
  const auto none = Told();
  ASSERT_THAT(none, IsOk());
  EXPECT_FALSE(none->has_create_time());
  EXPECT_FALSE(none->has_update_time());
  const auto imported = Tell("history { }");
  ASSERT_THAT(imported, IsOk());
  EXPECT_TRUE(imported->has_create_time()) << "written now";
  ASSERT_THAT(Tell(kTimes), IsOk());
  EXPECT_EQ(Told()->update_time().seconds(), 20);
}

TEST_F(MetricsSettingsHistoryTest, LimitsComeAfterWhatWasThereBeforeThem) {
  ASSERT_THAT(Write("calendar { time_zone: 'Asia/Ho_Chi_Minh' }"), IsOk());
  const std::string owned = "aggregation: SUM metric: 'm' owner: 'organizations/o/members/ann'";
  ASSERT_THAT(Create("a", owned), IsOk());
  ASSERT_THAT(Create("b", owned), IsOk());
  EXPECT_THAT(Tell(absl::StrCat(kTimes, "active_kpis_per_owner_max: -1")),
              BadFieldIs("active_kpis_per_owner_max"));
  const auto imported = Tell(absl::StrCat(kTimes, "active_kpis_per_owner_max: 1"));
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(imported->active_kpis_per_owner_max(), 1);
  EXPECT_EQ(imported->calendar().time_zone(), "Asia/Ho_Chi_Minh");
  EXPECT_EQ(imported->update_time().seconds(), 20);
  EXPECT_THAT(Create("c", owned), ReasonIs(ErrorReason::LIMIT_EXCEEDED));
  EXPECT_THAT(Tell("history { create_time { seconds: 1 } } active_kpis_per_owner_max: 2"),
              ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Tell("history { create_time { seconds: 1 } } active_kpis_per_team_max: 2"), IsOk());
}

TEST_F(MetricsHistoryTest, EveryFieldThatIsWrongIsNamed) {
  ASSERT_THAT(Create("a", absl::StrCat("aggregation: SUM metric: 'm' ", kSigned)), IsOk());
  const std::string former = "former_definitions { aggregation: SUM metric: 'x' } ";
  const std::string later =
      "former_definitions { aggregation: SUM metric: 'x' effective_date { year: 2025 month: 2 "
      "day: 1 } } ";
  const std::string from = "effective_date { year: 2025 month: 2 day: 1 } ";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"state: ACCEPTED", "history.state"},
      {"create_time { seconds: 4102444800 }", "history.create_time"},
      {"update_time { seconds: 1 }", "history.update_time"},
      {"create_time { seconds: 2 } update_time { seconds: 1 }", "history.update_time"},
      {former, "history.effective_date"},
      {from, "history.effective_date"},
      {later + from, "history.former_definitions[0].effective_date"},
      {former + former + from, "history.former_definitions[1].effective_date"},
      {former + later + from, "history.effective_date"},
      {"former_definitions { aggregation: SUM } " + from, "history.former_definitions[0]"},
      {"sign_offs { member: 'organizations/o/members/bob' sign_time { seconds: 1 } }",
       "history.sign_offs[0].member"},
      {"sign_offs { member: 'organizations/o/members/ann' }", "history.sign_offs[0].sign_time"},
      {"comments { kpi_comment: 'organizations/o/kpis/a/comments/c' }",
       "history.comments[0].kpi_comment"},
      {"changes { fields: 'targets' }", "history.changes[0].change_time"},
      {"changes { change_time { seconds: 4102444800 } }", "history.changes[0].change_time"},
      {"changes { change_time { seconds: 2 } } changes { change_time { seconds: 1 } }",
       "history.changes[1].change_time"},
      {"changes { change_time { seconds: 1 } author: 'organizations/p/members/ann' }",
       "history.changes[0].author"},
      {"changes { change_time { seconds: 1 } fields: 'sign_offs' }", "history.changes[0].fields"},
  };
  for (const auto& [history, field] : cases) {
    EXPECT_THAT(Import("a", history), BadFieldIs(field)) << history;
  }
  EXPECT_THAT(Import("a", "former_definitions { aggregation: FORMULA formula: 'b + 1' } " + from),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  EXPECT_THAT(Import("a", "former_definitions { aggregation: FORMULA formula: 'a + 1' } " + from),
              ReasonIs(ErrorReason::CYCLIC_REFERENCE));
}

}  // namespace
}  // namespace okapi::metrics
