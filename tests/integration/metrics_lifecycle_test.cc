// How KPIs are agreed upon and given up, and how many there may be, over gRPC.

#include <gmock/gmock.h>

#include "tests/integration/metrics_kpi_fixture.h"
#include "tests/support/status_matchers.h"

namespace okapi::metrics {
namespace {

using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kSigners[] =
    "signers: 'organizations/o/members/ann' signers: 'organizations/o/members/bob' ";

class MetricsLifecycleTest : public KpiFixture {
 protected:
  absl::StatusOr<v1::Kpi> SignOff(const std::string& id, const std::string& member,
                                  const std::string& more = "") {
    auto request = testing::FromText<v1::SignOffKpiRequest>(more);
    request.set_name(NameOf(id));
    request.set_member("organizations/o/members/" + member);
    return scene_.Call(&Stub::SignOffKpi, request);
  }
  absl::StatusOr<v1::Kpi> Retire(const std::string& id, const std::string& more = "") {
    auto request = testing::FromText<v1::RetireKpiRequest>(more);
    request.set_name(NameOf(id));
    return scene_.Call(&Stub::RetireKpi, request);
  }
  absl::StatusOr<v1::Kpi> Reactivate(const std::string& id) {
    v1::ReactivateKpiRequest request;
    request.set_name(NameOf(id));
    return scene_.Call(&Stub::ReactivateKpi, request);
  }
  absl::Status Limit(const std::string& settings) {
    v1::UpdateSettingsRequest request;
    *request.mutable_settings() = testing::FromText<v1::Settings>(settings);
    request.mutable_settings()->set_name("organizations/o/settings");
    request.mutable_update_mask()->add_paths("active_kpis_per_owner_max");
    request.mutable_update_mask()->add_paths("active_kpis_per_team_max");
    return scene_.Call(&Stub::UpdateSettings, request).status();
  }
  v1::Kpi::State StateOf(const std::string& id) {
    const auto kpi = Get(id);
    return kpi.ok() ? kpi->state() : v1::Kpi::STATE_UNSPECIFIED;
  }
};

TEST_F(MetricsLifecycleTest, IsAcceptedAtOnceWhenNobodyHasToSign) {
  CreateSum("revenue");
  EXPECT_EQ(StateOf("revenue"), v1::Kpi::ACCEPTED);
  EXPECT_THAT(SignOff("revenue", "ann"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not a signer")));
}

TEST_F(MetricsLifecycleTest, IsAcceptedWhenAllHaveSigned) {
  CreateSum("revenue", kSigners);
  EXPECT_EQ(StateOf("revenue"), v1::Kpi::PROPOSED);
  const auto first = SignOff("revenue", "bob", "comment: 'fair'");
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->state(), v1::Kpi::PROPOSED);
  ASSERT_THAT(SignOff("revenue", "bob", "comment: 'very fair'"), IsOk());
  ASSERT_THAT(SignOff("revenue", "ann"), IsOk());
  scene_.Restart();
  const auto accepted = Get("revenue");
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->state(), v1::Kpi::ACCEPTED);
  ASSERT_EQ(accepted->sign_offs_size(), 2);
  EXPECT_EQ(accepted->sign_offs(0).member(), "organizations/o/members/bob");
  EXPECT_EQ(accepted->sign_offs(0).comment(), "very fair");
  EXPECT_EQ(accepted->sign_offs(0).sign_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(accepted->sign_offs(1).member(), "organizations/o/members/ann");
  // Who signs again has signed last.
  const auto again = SignOff("revenue", "bob");
  ASSERT_THAT(again, IsOk());
  ASSERT_EQ(again->sign_offs_size(), 2);
  EXPECT_EQ(again->sign_offs(1).member(), "organizations/o/members/bob");
}

TEST_F(MetricsLifecycleTest, AChangeOfWhatItMeansTakesSignaturesBack) {
  CreateSum("revenue", kSigners);
  ASSERT_THAT(SignOff("revenue", "ann"), IsOk());
  ASSERT_THAT(SignOff("revenue", "bob"), IsOk());
  ASSERT_THAT(Update("revenue", "display_name: 'Turnover' targets { value: 5 }",
                     "update_mask { paths: 'display_name' paths: 'targets' }"),
              IsOk());
  EXPECT_EQ(StateOf("revenue"), v1::Kpi::ACCEPTED);
  const auto changed = Update("revenue", "metric: 'sales'", "update_mask { paths: 'metric' }");
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->state(), v1::Kpi::PROPOSED);
  EXPECT_EQ(changed->sign_offs_size(), 0);
}

TEST_F(MetricsLifecycleTest, AnotherUnitTakesSignaturesBackAndConvertsNothing) {
  CreateSum("revenue", absl::StrCat(kSigners, "unit { currency_code: 'USD' }"));
  ASSERT_THAT(SignOff("revenue", "ann"), IsOk());
  ASSERT_THAT(SignOff("revenue", "bob"), IsOk());
  Add("revenue", 7);
  const auto changed =
      Update("revenue", "unit { currency_code: 'VND' }", "update_mask { paths: 'unit' }");
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->unit().currency_code(), "VND");
  EXPECT_EQ(changed->state(), v1::Kpi::PROPOSED);
  EXPECT_EQ(changed->sign_offs_size(), 0);
  EXPECT_EQ(Value("revenue").value(), 7);
}

TEST_F(MetricsLifecycleTest, CannotBeSetByWriting) {
  CreateSum("revenue", kSigners);
  const auto updated =
      Update("revenue", "state: ACCEPTED sign_offs { member: 'organizations/o/members/ann' }");
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->state(), v1::Kpi::PROPOSED);
  EXPECT_EQ(updated->sign_offs_size(), 0);
}

TEST_F(MetricsLifecycleTest, SignersAreChecked) {
  EXPECT_THAT(Create("a", "aggregation: SUM metric: 'a' signers: 'organizations/x/members/ann'"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("kpi.signers[0]")));
  EXPECT_THAT(Create("a", absl::StrCat("aggregation: SUM metric: 'a' ", kSigners, kSigners)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("kpi.signers[2]"), HasSubstr("occurs twice"))));
}

TEST_F(MetricsLifecycleTest, ARetiredOneAnswersButTakesNoChanges) {
  CreateSum("revenue", kSigners);
  ASSERT_THAT(SignOff("revenue", "ann"), IsOk());
  ASSERT_THAT(SignOff("revenue", "bob"), IsOk());
  Add("revenue", 7);
  EXPECT_THAT(Retire("revenue", "etag: '\"1\"'"), StatusIs(absl::StatusCode::kAborted));
  const auto retired = Retire("revenue");
  ASSERT_THAT(retired, IsOk());
  EXPECT_EQ(retired->state(), v1::Kpi::RETIRED);
  const auto again = Retire("revenue");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->etag(), retired->etag());
  EXPECT_EQ(Value("revenue").value(), 7);
  EXPECT_THAT(Update("revenue", "purpose: 'x'", "update_mask { paths: 'purpose' }"),
              ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(SignOff("revenue", "ann"), ReasonIs(ErrorReason::INVALID_STATE));

  const auto back = Reactivate("revenue");
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->state(), v1::Kpi::ACCEPTED);
  EXPECT_EQ(back->sign_offs_size(), 2);
  ASSERT_THAT(Reactivate("revenue"), IsOk());
  EXPECT_THAT(Retire("nothing"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(MetricsLifecycleTest, OwnersAndTeamsHaveOnlySoManyActiveOnes) {
  const std::string owner = "owner: 'organizations/o/members/ann' ";
  const std::string team = "team: 'organizations/o/teams/sales' ";
  ASSERT_THAT(Limit("active_kpis_per_owner_max: 2 active_kpis_per_team_max: 1"), IsOk());
  CreateSum("a", owner);
  CreateSum("b", owner);
  const auto third = Create("c", "aggregation: SUM metric: 'c' " + owner);
  EXPECT_THAT(third, ReasonIs(ErrorReason::LIMIT_EXCEEDED));
  EXPECT_THAT(third, StatusIs(absl::StatusCode::kResourceExhausted,
                              HasSubstr("owner 'organizations/o/members/ann' has 2 active KPIs")));
  CreateSum("c", team);
  EXPECT_THAT(Update("a", team, "update_mask { paths: 'team' }"),
              ReasonIs(ErrorReason::LIMIT_EXCEEDED));
  // One that is given up makes room, and needs room to come back.
  ASSERT_THAT(Retire("a"), IsOk());
  CreateSum("d", owner);
  EXPECT_THAT(Reactivate("a"), ReasonIs(ErrorReason::LIMIT_EXCEEDED));
  // What is there stays when a limit is lowered, and may be changed.
  ASSERT_THAT(Limit("active_kpis_per_owner_max: 1"), IsOk());
  EXPECT_THAT(Update("b", "purpose: 'x'", "update_mask { paths: 'purpose' }"), IsOk());
  ASSERT_THAT(Limit("active_kpis_per_owner_max: 0"), IsOk());
  EXPECT_THAT(Reactivate("a"), IsOk());
  EXPECT_THAT(
      Limit("active_kpis_per_team_max: -1"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("settings.active_kpis_per_team_max")));
}

TEST_F(MetricsLifecycleTest, IntakeLimitsOfTheSettingsHoldAlsoAfterARestart) {
  v1::UpdateSettingsRequest request;
  *request.mutable_settings() = testing::FromText<v1::Settings>(
      "name: 'organizations/o/settings' intake_limits { series_max: 1 }");
  ASSERT_THAT(scene_.Call(&Stub::UpdateSettings, request), IsOk());
  Add("revenue", 1);
  auto rejected = [this] {
    v1::WriteSamplesRequest write;
    write.set_parent("organizations/o");
    write.mutable_batch()->add_series()->set_metric("visits");
    write.mutable_batch()->mutable_series(0)->set_kind(v1::DELTA);
    write.mutable_batch()->add_series_refs(0);
    write.mutable_batch()->add_times_us(absl::ToUnixMicros(clock_.Now()));
    write.mutable_batch()->add_values(1);
    const auto written = scene_.Call(&Stub::WriteSamples, write);
    return written.ok() && written->rejections_size() == 1
               ? written->rejections(0).reason()
               : v1::SampleRejection::REASON_UNSPECIFIED;
  };
  EXPECT_EQ(rejected(), v1::SampleRejection::TOO_MANY_SERIES);
  scene_.Restart();
  EXPECT_EQ(rejected(), v1::SampleRejection::TOO_MANY_SERIES);
  request.mutable_settings()->mutable_intake_limits()->set_series_max(0);
  EXPECT_THAT(
      scene_.Call(&Stub::UpdateSettings, request),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("settings.intake_limits.series_max")));
  request.mutable_settings()->mutable_intake_limits()->set_series_max(2);
  ASSERT_THAT(scene_.Call(&Stub::UpdateSettings, request), IsOk());
  EXPECT_EQ(rejected(), v1::SampleRejection::REASON_UNSPECIFIED);
}

}  // namespace
}  // namespace okapi::metrics
