#include "services/reporting/reports/same_samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/text_proto.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::testing::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The groups by name, for KPIs that are called a, b and so on.
std::vector<std::string> Groups(const std::vector<std::string>& texts) {
  std::vector<Kpi> kpis;
  for (const std::string& text : texts) {
    kpis.push_back(FromText<Kpi>(text));
    kpis.back().set_name(std::string(1, static_cast<char>('a' + kpis.size() - 1)));
  }
  std::vector<std::string> groups;
  for (const auto& group : KpisOfSameSamples(kpis)) {
    groups.emplace_back();
    for (const Kpi* kpi : group) groups.back() += kpi->name();
  }
  return groups;
}

TEST(SameSamplesTest, WhatDiffersIsOnlyTheView) {
  EXPECT_THAT(
      Groups({"aggregation: SUM metric: 'm' frequency: MONTH", "aggregation: AVERAGE metric: 'm'",
              "aggregation: SUM metric: 'm' frequency: DAY dimensions { label: 'x' }"}),
      ElementsAre("ac"));
}

TEST(SameSamplesTest, ASelectorSaysTheSameInAnyOrder) {
  EXPECT_THAT(
      Groups(
          {"aggregation: SUM metric: 'm' selector { label: 'x' values: '1' values: '2' } "
           "selector { label: 'y' values: '3' }",
           "aggregation: SUM metric: 'm' selector { label: 'y' values: '3' operation: IN } "
           "selector { label: 'x' values: '2' values: '1' }",
           "aggregation: SUM metric: 'm' selector { label: 'x' values: '1' }",
           "aggregation: SUM metric: 'm' selector { label: 'x' values: '1' operation: NOT_IN }"}),
      ElementsAre("ab"));
}

TEST(SameSamplesTest, FormulasAndRetiredKpisCountNone) {
  EXPECT_THAT(Groups({"aggregation: FORMULA formula: 'a + b'", "aggregation: FORMULA formula: 'a'",
                      "aggregation: SUM metric: 'm'", "aggregation: SUM metric: 'm' state: RETIRED",
                      "aggregation: RATIO_OF_SUMS metric: 'm' denominator_metric: 'n'",
                      "aggregation: RATIO_OF_SUMS metric: 'm' denominator_metric: 'o'"}),
              IsEmpty());
}

}  // namespace
}  // namespace okapi::reporting
