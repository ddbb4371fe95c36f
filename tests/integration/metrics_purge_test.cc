// PurgeSamples over gRPC.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/metrics_scene.h"
#include "tests/support/text_proto.h"

namespace okapi::metrics {
namespace {

using okapi::testing::FromText;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using Stub = MetricsScene::Stub;

class PurgeTest : public ::testing::Test {
 protected:
  PurgeTest() {
    auto write = FromText<v1::WriteSamplesRequest>(R"(
        parent: "organizations/o" batch {
          series { metric: "m" kind: DELTA labels { key: "region" value: "south" } }
          series { metric: "m" kind: DELTA labels { key: "region" value: "north" } } })");
    for (int i = 0; i < 10; ++i) {
      write.mutable_batch()->add_series_refs(static_cast<uint32_t>(i % 2));
      write.mutable_batch()->add_times_us((1'000 + i) * 1'000'000LL);
      write.mutable_batch()->add_values(1);
    }
    EXPECT_THAT(scene_.Call(&Stub::WriteSamples, write), IsOk());
    EXPECT_THAT(scene_.Call(&Stub::CreateKpi, FromText<v1::CreateKpiRequest>(R"(
        parent: "organizations/o" kpi_id: "k"
        kpi { display_name: "K" metric: "m" aggregation: SUM frequency: YEAR })")),
                IsOk());
  }
  double Sum() {
    const auto answer = scene_.Call(&Stub::AggregateKpi, FromText<v1::AggregateKpiRequest>(R"(
        name: "organizations/o/kpis/k" whole_interval: true start_time { seconds: 1 })"));
    EXPECT_THAT(answer, IsOk());
    return answer.ok() ? answer->groups(0).values(0).value() : -1;
  }
  absl::StatusOr<v1::PurgeSamplesResponse> Purge(const std::string& more) {
    return scene_.Call(&Stub::PurgeSamples,
                       FromText<v1::PurgeSamplesRequest>(
                           R"(parent: "organizations/o" metric: "m" start_time { seconds: 1002 }
                              end_time { seconds: 1008 })" +
                           more));
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  MetricsScene scene_{clock_};
};

TEST_F(PurgeTest, DeletesWhatIsNamedAndNothingElseAlsoAfterARestart) {
  const auto counted = Purge("validate_only: true");
  ASSERT_THAT(counted, IsOk());
  EXPECT_EQ(counted->purge_count(), 6);
  EXPECT_EQ(Sum(), 10);
  const auto south = Purge(R"(filter { label: "region" values: "south" })");
  ASSERT_THAT(south, IsOk());
  EXPECT_EQ(south->purge_count(), 3);
  EXPECT_EQ(Sum(), 7);
  scene_.Restart();
  EXPECT_EQ(Sum(), 7);
  ASSERT_THAT(Purge(""), IsOk());
  EXPECT_EQ(Sum(), 4);
  const auto again = Purge("");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->purge_count(), 0);
}

TEST_F(PurgeTest, AnOpenWatchIsTold) {
  v1::WatchAggregatesRequest watch;
  watch.set_parent("organizations/o");
  *watch.add_queries() = FromText<v1::AggregateKpiRequest>(R"(
      name: "organizations/o/kpis/k" whole_interval: true start_time { seconds: 1 })");
  Watcher<v1::WatchAggregatesRequest, v1::WatchAggregatesResponse> watcher(
      scene_, &Stub::WatchAggregates, watch);
  EXPECT_EQ(watcher.Next().updates(0).result().groups(0).values(0).value(), 10);
  ASSERT_THAT(Purge(""), IsOk());
  EXPECT_EQ(watcher.Next().updates(0).result().groups(0).values(0).value(), 4);
}

TEST_F(PurgeTest, BadRequestsAreRefused) {
  const auto backwards = FromText<v1::PurgeSamplesRequest>(R"(
      parent: "organizations/o" metric: "m" start_time { seconds: 9 } end_time { seconds: 5 })");
  EXPECT_THAT(scene_.Call(&Stub::PurgeSamples, backwards),
              ReasonIs(status::ErrorReason::INVALID_FIELD));
  EXPECT_THAT(Purge(R"(filter { label: "l" values: "(" operation: MATCHES })"),
              ReasonIs(status::ErrorReason::INVALID_FIELD));
}

}  // namespace
}  // namespace okapi::metrics
