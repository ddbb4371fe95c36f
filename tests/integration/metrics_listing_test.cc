// Metrics, series, labels and samples as they are, over gRPC.

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "tests/integration/metrics_kpi_fixture.h"
#include "tests/support/status_matchers.h"

namespace okapi::metrics {
namespace {

using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MetricsListingTest : public KpiFixture {
 protected:
  struct Written {
    std::string region;
    int64_t time_us = 0;
    double value = 0;
    auto operator<=>(const Written&) const = default;
  };

  void Write(const std::string& metric, v1::SampleKind kind, const std::vector<Written>& samples) {
    v1::WriteSamplesRequest request;
    request.set_parent("organizations/o");
    v1::SampleBatch& batch = *request.mutable_batch();
    for (const Written& sample : samples) {
      v1::SeriesDeclaration& series = *batch.add_series();
      series.set_metric(metric);
      series.set_kind(kind);
      (*series.mutable_labels())["region"] = sample.region;
      batch.add_series_refs(static_cast<uint32_t>(batch.series_size() - 1));
      batch.add_times_us(sample.time_us);
      batch.add_values(sample.value);
    }
    const auto written = scene_.Call(&Stub::WriteSamples, request);
    ASSERT_THAT(written, IsOk());
    ASSERT_EQ(written->rejected_count(), 0) << written->ShortDebugString();
  }
  // Turns what there is into chunks.
  void Seal() {
    v1::PurgeSamplesRequest request;
    request.set_parent("organizations/o");
    request.set_metric("none");
    request.mutable_start_time()->set_seconds(1);
    request.mutable_end_time()->set_seconds(2);
    ASSERT_THAT(scene_.Call(&Stub::PurgeSamples, request), IsOk());
  }
  template <typename Request>
  Request RequestOf(const std::string& text) {
    auto request = testing::FromText<Request>(text);
    request.set_parent("organizations/o");
    return request;
  }
  // All pages of a list of samples.
  std::vector<Written> Samples(const std::string& text) {
    auto request = RequestOf<v1::ListSamplesRequest>(text);
    std::vector<Written> all;
    do {
      const auto page = scene_.Call(&Stub::ListSamples, request);
      if (!page.ok()) {
        ADD_FAILURE() << page.status();
        return all;
      }
      for (const v1::SeriesSamples& series : page->series()) {
        EXPECT_EQ(series.times_us_size(), series.values_size());
        for (int i = 0; i < series.values_size(); ++i) {
          all.push_back(
              {series.series().labels().at("region"), series.times_us(i), series.values(i)});
        }
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  const int64_t day_us_ = absl::ToUnixMicros(clock_.Now() - absl::Hours(24));
};

TEST_F(MetricsListingTest, WhatThereIs) {
  Add("sales", 1, {{"region", "south"}, {"shop", "1"}});
  Add("sales", 1, {{"region", "north"}, {"shop", "2"}});
  Add("sales", 1, {{"region", "north"}, {"shop", "3"}});
  Add("visits", 1, {{"page", "home"}});
  auto metrics = RequestOf<v1::ListMetricsRequest>("page_size: 1");
  const auto first = scene_.Call(&Stub::ListMetrics, metrics);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->metrics_size(), 1);
  EXPECT_EQ(first->metrics(0).metric(), "sales");
  EXPECT_EQ(first->metrics(0).kind(), v1::DELTA);
  EXPECT_EQ(first->metrics(0).series_count(), 3);
  metrics.set_page_token(first->next_page_token());
  const auto second = scene_.Call(&Stub::ListMetrics, metrics);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->metrics_size(), 1);
  EXPECT_EQ(second->metrics(0).metric(), "visits");
  EXPECT_THAT(second->next_page_token(), IsEmpty());

  auto labels = [&](const std::string& text) {
    const auto found = scene_.Call(&Stub::ListLabels, RequestOf<v1::ListLabelsRequest>(text));
    EXPECT_THAT(found, IsOk());
    return std::vector<std::string>(found->labels().begin(), found->labels().end());
  };
  EXPECT_THAT(labels(""), ElementsAre("page", "region", "shop"));
  EXPECT_THAT(labels("metric: 'sales'"), ElementsAre("region", "shop"));
  EXPECT_THAT(labels("metric: 'nothing'"), IsEmpty());
  auto values = [&](const std::string& text) {
    const auto found =
        scene_.Call(&Stub::ListLabelValues, RequestOf<v1::ListLabelValuesRequest>(text));
    EXPECT_THAT(found, IsOk());
    return std::vector<std::string>(found->values().begin(), found->values().end());
  };
  EXPECT_THAT(values("label: 'region'"), ElementsAre("north", "south"));
  EXPECT_THAT(values("label: 'region' metric: 'visits'"), IsEmpty());

  auto series = RequestOf<v1::ListSeriesRequest>(
      "metric: 'sales' page_size: 1 filter { label: 'region' values: 'north' }");
  const auto north = scene_.Call(&Stub::ListSeries, series);
  ASSERT_THAT(north, IsOk());
  ASSERT_EQ(north->series_size(), 1);
  EXPECT_EQ(north->series(0).labels().at("shop"), "2");
  series.set_page_token(north->next_page_token());
  const auto rest = scene_.Call(&Stub::ListSeries, series);
  ASSERT_THAT(rest, IsOk());
  ASSERT_EQ(rest->series_size(), 1);
  EXPECT_EQ(rest->series(0).labels().at("shop"), "3");
  EXPECT_THAT(rest->next_page_token(), IsEmpty());
}

TEST_F(MetricsListingTest, AnOrganizationWithoutSamplesHasNothing) {
  const auto metrics = scene_.Call(&Stub::ListMetrics, RequestOf<v1::ListMetricsRequest>(""));
  ASSERT_THAT(metrics, IsOk());
  EXPECT_EQ(metrics->metrics_size(), 0);
  EXPECT_THAT(Samples("metric: 'sales'"), IsEmpty());
  const auto latest = scene_.Call(&Stub::ListLatestSamples,
                                  RequestOf<v1::ListLatestSamplesRequest>("metric: 'sales'"));
  ASSERT_THAT(latest, IsOk());
  EXPECT_EQ(latest->samples_size(), 0);
}

TEST_F(MetricsListingTest, WrongRequestsNameTheField) {
  EXPECT_THAT(
      scene_.Call(&Stub::ListSamples,
                  RequestOf<v1::ListSamplesRequest>(
                      "metric: 'a b' start_time { seconds: 9 } "
                      "end_time { seconds: 9 } filter { label: 'x' values: '(' operation: "
                      "MATCHES }")),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("metric"), HasSubstr("start_time"), HasSubstr("filter[0]"))));
  EXPECT_THAT(
      scene_.Call(&Stub::ListLabelValues, RequestOf<v1::ListLabelValuesRequest>("label: '' ")),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("label")));
  Add("sales", 1);
  Add("sales", 1, {{"region", "south"}});
  const auto page = scene_.Call(&Stub::ListSamples,
                                RequestOf<v1::ListSamplesRequest>("metric: 'sales' page_size: 1"));
  ASSERT_THAT(page, IsOk());
  auto other = RequestOf<v1::ListSamplesRequest>("metric: 'visits' page_size: 1");
  other.set_page_token(page->next_page_token());
  EXPECT_THAT(scene_.Call(&Stub::ListSamples, other), ReasonIs(ErrorReason::INVALID_PAGE_TOKEN));
}

TEST_F(MetricsListingTest, TheNewestOfEverySeries) {
  Write("stock", v1::GAUGE, {{"south", day_us_, 5}, {"south", day_us_ + 60, 7}, {"north", 60, 1}});
  Write("sales", v1::DELTA, {{"south", day_us_, 5}, {"south", day_us_, 6}});
  auto latest = [&](const std::string& text) {
    std::vector<Written> found;
    const auto page =
        scene_.Call(&Stub::ListLatestSamples, RequestOf<v1::ListLatestSamplesRequest>(text));
    EXPECT_THAT(page, IsOk());
    for (const v1::LatestSample& sample : page->samples()) {
      found.push_back({sample.series().labels().at("region"),
                       sample.time().seconds() * 1'000'000 + sample.time().nanos() / 1000,
                       sample.value()});
    }
    return found;
  };
  auto expect_all = [&](double south) {
    EXPECT_THAT(latest("metric: 'stock'"),
                ElementsAre(Written{"south", day_us_ + 60, south}, Written{"north", 60, 1}));
    EXPECT_THAT(latest("metric: 'sales'"), ElementsAre(Written{"south", day_us_, 11}));
    EXPECT_THAT(latest("metric: 'stock' filter { label: 'region' values: 'north' }"),
                ElementsAre(Written{"north", 60, 1}));
  };
  expect_all(7);
  Seal();
  expect_all(7);
  Write("stock", v1::GAUGE, {{"south", day_us_ + 60, 8}});  // A correction of what is in a chunk.
  expect_all(8);
}

TEST_F(MetricsListingTest, PagesOfSamplesAddUpToAllOfThem) {
  constexpr unsigned kSeed = 20261123;
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  std::mt19937 random(kSeed);
  for (const v1::SampleKind kind : {v1::DELTA, v1::GAUGE}) {
    const std::string metric = kind == v1::DELTA ? "sales" : "stock";
    std::vector<Written> all;
    for (int batch = 0; batch < 12; ++batch) {
      std::vector<Written> samples;
      for (int i = 0; i < 400; ++i) {
        samples.push_back({absl::StrCat("r", random() % 3), static_cast<int64_t>(random() % 2000),
                           static_cast<double>(random() % 5)});
      }
      Write(metric, kind, samples);
      all.insert(all.end(), samples.begin(), samples.end());
      if (batch % 4 == 2) Seal();
    }
    if (kind == v1::GAUGE) {  // The last one written at a time holds.
      std::reverse(all.begin(), all.end());
      std::stable_sort(all.begin(), all.end(), [](const Written& a, const Written& b) {
        return std::tie(a.region, a.time_us) < std::tie(b.region, b.time_us);
      });
      all.erase(std::unique(all.begin(), all.end(),
                            [](const Written& a, const Written& b) {
                              return a.region == b.region && a.time_us == b.time_us;
                            }),
                all.end());
    }
    std::sort(all.begin(), all.end());
    for (const std::string page_size : {"7", "500", "10000"}) {
      std::vector<Written> listed =
          Samples(absl::StrCat("metric: '", metric, "' page_size: ", page_size));
      std::sort(listed.begin(), listed.end());
      ASSERT_EQ(listed.size(), all.size()) << page_size;
      ASSERT_TRUE(listed == all) << page_size;
    }
    const auto range = Samples(absl::StrCat("metric: '", metric,
                                            "' page_size: 11 start_time { nanos: 100001 } "
                                            "end_time { nanos: 300000 }"));
    const auto count = std::count_if(all.begin(), all.end(), [](const Written& sample) {
      return sample.time_us >= 101 && sample.time_us < 300;
    });
    EXPECT_EQ(static_cast<int64_t>(range.size()), count);
  }
}

}  // namespace
}  // namespace okapi::metrics
