// The metrics service over gRPC: samples in, figures out, once and for ever.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "services/metrics/intake/ingest_stream.h"
#include "tests/integration/metrics_scene.h"
#include "tests/support/text_proto.h"

namespace okapi::metrics {
namespace {

using okapi::testing::FromText;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using v1::SampleRejection;
using Stub = MetricsScene::Stub;
using AggregatesWatcher = Watcher<v1::WatchAggregatesRequest, v1::WatchAggregatesResponse>;
using ChangeWatcher = Watcher<v1::WatchRequest, v1::WatchResponse>;

constexpr char kOrganization[] = "organizations/o";
constexpr char kRevenue[] = "organizations/o/kpis/revenue";
constexpr char kRevenueKpi[] = R"(
  display_name: "Revenue" aggregation: SUM metric: "revenue" frequency: MONTH
  dimensions { label: "region" members { value: "east" } }
  targets { value: 1000 } targets { value: 300 dimension: "region" })";

class MetricsServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::Kpi> Create(const std::string& id, const std::string& kpi) {
    v1::CreateKpiRequest request;
    request.set_parent(kOrganization);
    request.set_kpi_id(id);
    *request.mutable_kpi() = FromText<v1::Kpi>(kpi);
    return scene_.Call(&Stub::CreateKpi, request);
  }
  v1::AggregateKpiResponse Aggregate(const std::string& request) {
    auto response = scene_.Call(&Stub::AggregateKpi, FromText<v1::AggregateKpiRequest>(request));
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *std::move(response) : v1::AggregateKpiResponse();
  }
  // The number of March, the month that is open.
  v1::KpiValue Revenue() {
    const auto response = Aggregate(R"(name: "organizations/o/kpis/revenue")");
    if (response.groups_size() != 1 || response.groups(0).values_size() != 1) {
      ADD_FAILURE() << response.ShortDebugString();
      return {};
    }
    return response.groups(0).values(0);
  }

  // A batch that declares `revenue` by region as a DELTA, and holds one sample an hour ago.
  v1::SampleBatch Batch(int64_t sequence, double value, const std::string& region = "south") {
    v1::SampleBatch batch;
    batch.set_sequence(sequence);
    Declare("revenue", v1::DELTA, region, batch);
    Add(0, clock_.Now() - absl::Hours(1), value, batch);
    return batch;
  }
  static void Declare(const std::string& metric, v1::SampleKind kind, const std::string& region,
                      v1::SampleBatch& batch) {
    v1::SeriesDeclaration& series = *batch.add_series();
    series.set_metric(metric);
    series.set_kind(kind);
    (*series.mutable_labels())["region"] = region;
  }
  static void Add(uint32_t ref, absl::Time time, double value, v1::SampleBatch& batch) {
    batch.add_series_refs(ref);
    batch.add_times_us(absl::ToUnixMicros(time));
    batch.add_values(value);
  }
  absl::StatusOr<v1::WriteSamplesResponse> Write(const v1::SampleBatch& batch,
                                                 const std::string& more = "") {
    auto request = FromText<v1::WriteSamplesRequest>(more);
    request.set_parent(kOrganization);
    *request.mutable_batch() = batch;
    return scene_.Call(&Stub::WriteSamples, request);
  }
  static v1::WatchAggregatesRequest WatchRevenue(const std::string& more = "") {
    return FromText<v1::WatchAggregatesRequest>(
        R"(parent: "organizations/o" queries { name: "organizations/o/kpis/revenue" })" + more);
  }

  base::FakeClock clock_{absl::FromCivil(absl::CivilHour(2025, 3, 14, 12), absl::UTCTimeZone())};
  MetricsScene scene_{clock_};
};

TEST_F(MetricsServiceTest, AStreamGoesOnAfterARestartAndNothingCountsTwice) {
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  {
    SampleSender sender(scene_, "till 7");
    EXPECT_EQ(sender.Opened(), 0);
    sender.Send(Batch(1, 10));
    sender.Send(Batch(2, 20));
    EXPECT_EQ(sender.AwaitAck(2).accepted_count(), 2);
    EXPECT_THAT(sender.Close(), IsOk());
  }
  EXPECT_EQ(Revenue().value(), 30);
  scene_.Restart();
  EXPECT_EQ(Revenue().value(), 30);
  SampleSender sender(scene_, "till 7");
  EXPECT_EQ(sender.Opened(), 2);
  // As a sender does that missed the last acknowledgement.
  sender.Send(Batch(2, 20));
  const v1::BatchAck repeated = sender.AwaitAck(2);
  EXPECT_EQ(repeated.accepted_count(), 0);
  EXPECT_EQ(repeated.rejected_count(), 0);
  sender.Send(Batch(3, 40));
  EXPECT_EQ(sender.AwaitAck(3).accepted_count(), 1);
  EXPECT_EQ(Revenue().value(), 70);
  EXPECT_EQ(Revenue().sample_count(), 3);
}

TEST_F(MetricsServiceTest, ManyBatchesAreAllAcknowledged) {
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  constexpr int kBatches = 10 * IngestStream::kUnackedMax;
  SampleSender sender(scene_, "s");
  EXPECT_EQ(sender.Opened(), 0);
  for (int i = 1; i <= kBatches; ++i) sender.Send(Batch(i, 1));
  EXPECT_EQ(sender.AwaitAck(kBatches).accepted_count(), kBatches);
  EXPECT_EQ(Revenue().value(), kBatches);
}

TEST_F(MetricsServiceTest, WhatIsWrongWithASampleIsSaid) {
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  SampleSender sender(scene_, "s");
  EXPECT_EQ(sender.Opened(), 0);
  v1::SampleBatch batch = Batch(1, 10);
  Declare("revenue", v1::GAUGE, "south", batch);
  Declare("9", v1::GAUGE, "south", batch);
  Add(0, clock_.Now(), std::nan(""), batch);
  Add(0, clock_.Now() + absl::Minutes(6), 1, batch);
  Add(0, absl::FromUnixSeconds(-1), 1, batch);
  Add(7, clock_.Now(), 1, batch);
  Add(1, clock_.Now(), 1, batch);
  Add(2, clock_.Now(), 1, batch);
  sender.Send(batch);
  const v1::BatchAck ack = sender.AwaitAck(1);
  EXPECT_EQ(ack.accepted_count(), 1);
  EXPECT_EQ(ack.rejected_count(), 6);
  std::vector<SampleRejection::Reason> reasons;
  for (int i = 0; i < ack.rejections_size(); ++i) {
    EXPECT_EQ(ack.rejections(i).sequence(), 1);
    EXPECT_EQ(ack.rejections(i).index(), i + 1);
    reasons.push_back(ack.rejections(i).reason());
  }
  EXPECT_THAT(reasons,
              ElementsAre(SampleRejection::NOT_FINITE, SampleRejection::TIME_IN_FUTURE,
                          SampleRejection::TIME_TOO_OLD, SampleRejection::UNKNOWN_SERIES,
                          SampleRejection::KIND_MISMATCH, SampleRejection::INVALID_SERIES));
  EXPECT_EQ(Revenue().value(), 10);
}

TEST_F(MetricsServiceTest, AStreamEndsWithWhatIsWrong) {
  {
    SampleSender sender(scene_, "s");
    EXPECT_EQ(sender.Opened(), 0);
    sender.Send(Batch(1, 10));
    sender.Send(Batch(3, 10));
    EXPECT_EQ(sender.AwaitAck(1).sequence(), 1);  // What was taken is acknowledged first.
    const absl::Status end = sender.Close();
    EXPECT_THAT(end, StatusIs(absl::StatusCode::kOutOfRange));
    EXPECT_THAT(end, ReasonIs(status::ErrorReason::BATCH_OUT_OF_ORDER));
  }
  {
    SampleSender sender(scene_, "s");
    EXPECT_EQ(sender.Opened(), 1);
    v1::SampleBatch batch = Batch(2, 10);
    batch.add_values(1);
    sender.Send(batch);
    EXPECT_THAT(sender.Close().message(), HasSubstr("batch.values"));
  }
  EXPECT_THAT(SampleSender(scene_, "").Close().message(), HasSubstr("open.stream_id"));
  EXPECT_THAT(SampleSender(scene_, "tab\t").Close().message(), HasSubstr("open.stream_id"));
  EXPECT_THAT(SampleSender(scene_, "s", "nobody").Close(),
              ReasonIs(status::ErrorReason::INVALID_NAME));
}

TEST_F(MetricsServiceTest, WritingSamplesAgainWithTheSameRequestIdHasOneEffect) {
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  const std::string id = R"(request_id: "123e4567-e89b-42d3-a456-426614174000")";
  v1::SampleBatch batch = Batch(0, 10);
  Add(3, clock_.Now(), 1, batch);
  for (const bool restarted : {false, true}) {
    if (restarted) scene_.Restart();
    const auto response = Write(batch, id);
    ASSERT_THAT(response, IsOk());
    EXPECT_EQ(response->accepted_count(), 1);
    EXPECT_EQ(response->rejected_count(), 1);
    EXPECT_EQ(response->rejections(0).reason(), SampleRejection::UNKNOWN_SERIES);
    EXPECT_EQ(Revenue().value(), 10);
  }
  EXPECT_THAT(Write(Batch(0, 11), id), ReasonIs(status::ErrorReason::REQUEST_ID_REUSED));
  // Without effect: the series is not created either, so its kind is still open.
  v1::SampleBatch other;
  Declare("stock", v1::DELTA, "south", other);
  Add(0, clock_.Now(), 1, other);
  EXPECT_EQ(Write(other, "validate_only: true")->accepted_count(), 1);
  other.mutable_series(0)->set_kind(v1::GAUGE);
  EXPECT_EQ(Write(other)->accepted_count(), 1);
}

TEST_F(MetricsServiceTest, FiguresAreGroupedFilteredAndMeasuredAgainstTargets) {
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  ASSERT_THAT(Write(Batch(0, 100, "south")), IsOk());
  ASSERT_THAT(Write(Batch(0, 40, "north")), IsOk());
  EXPECT_EQ(Revenue().value(), 140);
  EXPECT_EQ(Revenue().target(), 1000);
  EXPECT_EQ(Revenue().period().id(), "2025-03");

  const auto grouped =
      Aggregate(R"(name: "organizations/o/kpis/revenue" group_by: "region" period_type: QUARTER)");
  ASSERT_EQ(grouped.groups_size(), 3);
  EXPECT_EQ(grouped.groups(0).labels().at("region"), "east");  // Declared, so it is there.
  EXPECT_FALSE(grouped.groups(0).values(0).has_value());
  EXPECT_EQ(grouped.groups(1).labels().at("region"), "north");
  EXPECT_EQ(grouped.groups(1).values(0).value(), 40);
  EXPECT_EQ(grouped.groups(1).values(0).target(), 900);  // Three months.
  EXPECT_EQ(grouped.groups(2).values(0).value(), 100);

  const auto filtered = Aggregate(R"(name: "organizations/o/kpis/revenue"
                                     filter { label: "region" values: "north" })");
  EXPECT_EQ(filtered.groups(0).values(0).value(), 40);
  EXPECT_EQ(filtered.groups(0).values(0).target(), 300);
}

TEST_F(MetricsServiceTest, ARatioIsOfSumsAndMissingIsNotZero) {
  ASSERT_THAT(Create("basket", R"(display_name: "Basket" aggregation: RATIO_OF_SUMS
                                  metric: "revenue" denominator_metric: "sales" frequency: MONTH)"),
              IsOk());
  v1::SampleBatch batch;
  Declare("revenue", v1::DELTA, "south", batch);
  Declare("sales", v1::DELTA, "south", batch);
  const absl::Time february = clock_.Now() - absl::Hours(24 * 30);
  Add(0, february, 100, batch);
  Add(1, february, 1, batch);
  Add(0, february, 20, batch);
  Add(1, february, 7, batch);
  Add(0, clock_.Now() - absl::Hours(1), 5, batch);
  ASSERT_THAT(Write(batch), IsOk());
  const auto response = Aggregate(R"(name: "organizations/o/kpis/basket"
                                     start_time { seconds: 1735689600 })");  // 2025-01-01
  ASSERT_EQ(response.groups(0).values_size(), 3);
  EXPECT_FALSE(response.groups(0).values(0).has_value());
  EXPECT_EQ(response.groups(0).values(1).value(), 15);
  EXPECT_FALSE(response.groups(0).values(2).has_value());  // No divisor yet.
  EXPECT_EQ(response.groups(0).values(2).sample_count(), 1);
}

TEST_F(MetricsServiceTest, ASampleFromAheadCountsOnceItsTimeHasCome) {
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  v1::SampleBatch batch = Batch(0, 10);
  Add(0, clock_.Now() + absl::Minutes(2), 5, batch);
  ASSERT_THAT(Write(batch), IsOk());
  EXPECT_EQ(Revenue().value(), 10);
  clock_.Advance(absl::Minutes(3));
  EXPECT_EQ(Revenue().value(), 15);
}

TEST_F(MetricsServiceTest, AWatchShowsEverythingFirstThenWhatChanged) {
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  ASSERT_THAT(Write(Batch(0, 10)), IsOk());
  AggregatesWatcher watcher(scene_, &Stub::WatchAggregates,
                            WatchRevenue(R"(queries { name: "organizations/o/kpis/none" })"));
  const auto first = watcher.Next();
  ASSERT_EQ(first.updates_size(), 2);
  EXPECT_EQ(first.updates(0).query(), 0);
  EXPECT_EQ(first.updates(0).result().groups(0).values(0).value(), 10);
  EXPECT_EQ(first.updates(1).error().code(), 5);  // NOT_FOUND

  SampleSender sender(scene_, "s");
  EXPECT_EQ(sender.Opened(), 0);
  sender.Send(Batch(1, 20));
  EXPECT_EQ(sender.AwaitAck(1).accepted_count(), 1);
  const auto second = watcher.Next();
  ASSERT_EQ(second.updates_size(), 1);
  EXPECT_EQ(second.updates(0).query(), 0);
  EXPECT_EQ(second.updates(0).result().groups(0).values(0).value(), 30);
  EXPECT_GT(second.revision(), first.revision());

  // A definition that appears, and one that changes.
  ASSERT_THAT(Create("none", kRevenueKpi), IsOk());
  const auto third = watcher.Next();
  ASSERT_EQ(third.updates_size(), 1);
  EXPECT_EQ(third.updates(0).query(), 1);
  EXPECT_EQ(third.updates(0).result().groups(0).values(0).value(), 30);
  const auto settings = FromText<v1::UpdateSettingsRequest>(R"(
      settings { name: "organizations/o/settings" calendar { time_zone: "Asia/Ho_Chi_Minh" } })");
  ASSERT_THAT(scene_.Call(&Stub::UpdateSettings, settings), IsOk());
  EXPECT_EQ(watcher.Next().updates_size(), 2);
}

TEST_F(MetricsServiceTest, AWatchMovesOnWithTime) {
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  AggregatesWatcher watcher(scene_, &Stub::WatchAggregates, WatchRevenue());
  EXPECT_FALSE(watcher.Next().updates(0).result().groups(0).values(0).has_value());
  // Samples from after the watch was opened.
  clock_.Advance(absl::Hours(3));
  ASSERT_THAT(Write(Batch(0, 10)), IsOk());
  EXPECT_EQ(watcher.Next().updates(0).result().groups(0).values(0).value(), 10);
  clock_.Set(absl::FromCivil(absl::CivilHour(2025, 4, 2, 12), absl::UTCTimeZone()));
  ASSERT_THAT(Write(Batch(0, 20)), IsOk());
  const auto april = watcher.Next().updates(0).result().groups(0).values(0);
  EXPECT_EQ(april.period().id(), "2025-04");
  EXPECT_EQ(april.value(), 20);
}

TEST_F(MetricsServiceTest, ABurstGivesFewMessages) {
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  AggregatesWatcher watcher(scene_, &Stub::WatchAggregates, WatchRevenue());
  watcher.Next();
  constexpr int kBatches = 2000;
  SampleSender sender(scene_, "s");
  EXPECT_EQ(sender.Opened(), 0);
  for (int i = 1; i <= kBatches; ++i) sender.Send(Batch(i, 1));
  int messages = 0;
  double value = 0;
  while (value < kBatches && !HasFailure()) {
    const auto response = watcher.Next();
    if (response.updates_size() == 0) continue;
    value = response.updates(0).result().groups(0).values(0).value();
    ++messages;
  }
  EXPECT_EQ(value, kBatches);
  EXPECT_LT(messages, kBatches / 2);
}

TEST_F(MetricsServiceTest, AWatchOfAnotherOrganizationsKpiIsRefused) {
  AggregatesWatcher watcher(scene_, &Stub::WatchAggregates,
                            WatchRevenue(R"(queries { name: "organizations/p/kpis/k" })"));
  EXPECT_THAT(watcher.End().message(), HasSubstr("queries[1].name"));
}

TEST_F(MetricsServiceTest, ChangesOfDefinitionsAreWatchedButSamplesAreNoChanges) {
  const auto request = FromText<v1::WatchRequest>(R"(parent: "organizations/o" after_revision: 0)");
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  ASSERT_THAT(Write(Batch(0, 10)), IsOk());
  v1::DeleteKpiRequest doomed;
  doomed.set_name(kRevenue);
  ASSERT_THAT(scene_.Call(&Stub::DeleteKpi, doomed), IsOk());
  ChangeWatcher watcher(scene_, &Stub::Watch, request);
  std::vector<okapi::common::v1::ChangeRecord> records;
  while (records.size() < 2 && !HasFailure()) {
    const v1::WatchResponse response = watcher.Next();
    records.insert(records.end(), response.records().begin(), response.records().end());
  }
  ASSERT_EQ(records.size(), 2);
  EXPECT_EQ(records[0].changes(0).name(), kRevenue);
  EXPECT_EQ(records[1].changes(0).name(), kRevenue);
  EXPECT_EQ(records[1].revision(), 3);
}

TEST_F(MetricsServiceTest, DefinitionsAndSettingsAreKept) {
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  EXPECT_THAT(Create("revenue", kRevenueKpi), ReasonIs(status::ErrorReason::RESOURCE_EXISTS));
  scene_.Restart();
  const auto kpi = scene_.Call(
      &Stub::GetKpi, FromText<v1::GetKpiRequest>("name: '" + std::string(kRevenue) + "'"));
  ASSERT_THAT(kpi, IsOk());
  EXPECT_EQ(kpi->direction(), okapi::common::v1::INCREASE);

  auto update = FromText<v1::UpdateKpiRequest>(R"(update_mask { paths: "display_name" })");
  *update.mutable_kpi() = *kpi;
  update.mutable_kpi()->set_display_name("Sales");
  ASSERT_THAT(scene_.Call(&Stub::UpdateKpi, update), IsOk());
  // The etag is that of before.
  EXPECT_THAT(scene_.Call(&Stub::UpdateKpi, update), ReasonIs(status::ErrorReason::ETAG_MISMATCH));
  const auto list =
      scene_.Call(&Stub::ListKpis, FromText<v1::ListKpisRequest>("parent: 'organizations/o'"));
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->kpis_size(), 1);
  EXPECT_EQ(list->kpis(0).display_name(), "Sales");

  const auto get = FromText<v1::GetSettingsRequest>("name: 'organizations/o/settings'");
  const auto defaults = scene_.Call(&Stub::GetSettings, get);
  ASSERT_THAT(defaults, IsOk());
  EXPECT_FALSE(defaults->has_create_time());
  auto settings = FromText<v1::UpdateSettingsRequest>(R"(
      settings { name: "organizations/o/settings" calendar { time_zone: "Mars/Olympus" } })");
  EXPECT_THAT(scene_.Call(&Stub::UpdateSettings, settings).status().message(),
              HasSubstr("settings.calendar.time_zone"));
  settings.mutable_settings()->mutable_calendar()->set_time_zone("Asia/Ho_Chi_Minh");
  ASSERT_THAT(scene_.Call(&Stub::UpdateSettings, settings), IsOk());
  EXPECT_TRUE(scene_.Call(&Stub::GetSettings, get)->has_create_time());
}

TEST_F(MetricsServiceTest, ErrorsNameTheFields) {
  const absl::Status bad = Create("k", R"(metric: "m" frequency: MONTH)").status();
  EXPECT_THAT(bad, ReasonIs(status::ErrorReason::INVALID_FIELD));
  EXPECT_THAT(bad.message(), HasSubstr("kpi.display_name"));
  EXPECT_THAT(bad.message(), HasSubstr("kpi.aggregation"));
  EXPECT_THAT(Create("Bad Id", kRevenueKpi).status().message(), HasSubstr("kpi_id"));
  EXPECT_THAT(
      Create("k", std::string(kRevenueKpi) + R"(denominator_metric: "d")").status().message(),
      HasSubstr("kpi.denominator_metric"));
  ASSERT_THAT(Create("revenue", kRevenueKpi), IsOk());
  auto query = FromText<v1::AggregateKpiRequest>(
      R"(name: "organizations/o/kpis/revenue" group_by: "shop" whole_interval: true)");
  const absl::Status refused = scene_.Call(&Stub::AggregateKpi, query).status();
  EXPECT_THAT(refused.message(), HasSubstr("group_by[0]"));
  EXPECT_THAT(refused.message(), HasSubstr("start_time"));
  query.set_name("organizations/o/kpis/none");
  EXPECT_THAT(scene_.Call(&Stub::AggregateKpi, query),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
}

}  // namespace
}  // namespace okapi::metrics
