#include "services/metrics/series/series_index.h"

#include <gmock/gmock.h>

#include "tests/support/text_proto.h"

namespace okapi::metrics {
namespace {

using okapi::testing::FromText;
using ::testing::ElementsAre;

v1::LabelMatcher Matcher(const std::string& text) { return FromText<v1::LabelMatcher>(text); }

class SeriesIndexTest : public ::testing::Test {
 protected:
  SeriesIndexTest() {
    index_.Add({"sales", {{"region", "south"}, {"shop", "a"}}}, v1::DELTA);
    index_.Add({"stock", {{"region", "south"}}}, v1::GAUGE);
    index_.Add({"sales", {{"region", "north"}, {"shop", "b"}}}, v1::DELTA);
    index_.Add({"sales", {{"shop", "c"}}}, v1::DELTA);
  }
  std::vector<std::string> Shops(const std::vector<v1::LabelMatcher>& matchers) {
    std::vector<LabelMatcher> created;
    for (const v1::LabelMatcher& matcher : matchers) {
      created.push_back(*LabelMatcher::Create(matcher));
    }
    std::vector<std::string> shops;
    for (const uint32_t number : index_.Select("sales", created)) {
      shops.emplace_back(index_.labels().value(index_.LabelOf(number, "shop")));
    }
    return shops;
  }

  SeriesIndex index_;
};

TEST_F(SeriesIndexTest, SelectsOfOneMetricInTheOrderOfNumbers) {
  EXPECT_THAT(Shops({}), ElementsAre("a", "b", "c"));
}

TEST_F(SeriesIndexTest, OneOfAMatchersValuesIsEnoughButEveryMatcherMustMatch) {
  const auto both = Matcher(R"(label: "region" values: "south" values: "north")");
  EXPECT_THAT(Shops({both}), ElementsAre("a", "b"));
  EXPECT_THAT(Shops({both, Matcher(R"(label: "shop" values: "b")")}), ElementsAre("b"));
  EXPECT_THAT(Shops({both, Matcher(R"(label: "shop" values: "z")")}), ElementsAre());
}

TEST_F(SeriesIndexTest, TheEmptyValueSelectsSeriesWithoutTheLabel) {
  EXPECT_THAT(Shops({Matcher(R"(label: "region" values: "")")}), ElementsAre("c"));
  EXPECT_THAT(Shops({Matcher(R"(label: "region" values: "" values: "north")")}),
              ElementsAre("b", "c"));
}

TEST_F(SeriesIndexTest, MatchersMayExcludeAndMayBeRegularExpressions) {
  EXPECT_THAT(Shops({Matcher(R"(label: "region" values: "south" operation: NOT_IN)")}),
              ElementsAre("b", "c"));
  EXPECT_THAT(Shops({Matcher(R"(label: "region" values: "" operation: NOT_IN)")}),
              ElementsAre("a", "b"));
  EXPECT_THAT(Shops({Matcher(R"(label: "region" values: ".*th" operation: MATCHES)")}),
              ElementsAre("a", "b"));
  // The whole of the label must match.
  EXPECT_THAT(Shops({Matcher(R"(label: "region" values: "outh" operation: MATCHES)")}),
              ElementsAre());
  EXPECT_THAT(Shops({Matcher(R"(label: "region" values: "s.*" operation: NOT_MATCHES)")}),
              ElementsAre("b", "c"));
}

TEST_F(SeriesIndexTest, FindsWhatItHoldsAndNothingElse) {
  for (uint32_t number = 0; number < index_.size(); ++number) {
    EXPECT_EQ(index_.Find(index_.IdentityOf(number)), number);
  }
  EXPECT_EQ(index_.Find({"sales", {{"region", "south"}}}), std::nullopt);
  EXPECT_EQ(index_.Find({"stock", {{"shop", "c"}}}), std::nullopt);
  EXPECT_EQ(index_.Find({"sales", {{"shop", "nowhere"}}}), std::nullopt);
}

TEST(LabelMatcherTest, ABadRegularExpressionIsRefused) {
  for (const char* pattern : {"(", "a{99999}", "[z-a]"}) {
    v1::LabelMatcher matcher;
    matcher.set_label("l");
    matcher.set_operation(v1::LabelMatcher::MATCHES);
    matcher.add_values(pattern);
    EXPECT_FALSE(LabelMatcher::Create(matcher).ok()) << pattern;
  }
}

TEST_F(SeriesIndexTest, AMetricHasTheKindOfItsFirstSeries) {
  ASSERT_NE(index_.FindMetric("stock"), nullptr);
  EXPECT_EQ(index_.FindMetric("stock")->kind, v1::GAUGE);
  EXPECT_EQ(index_.FindMetric("nothing"), nullptr);
}

TEST(SeriesTest, TheOrderOfLabelsAndEmptyLabelsMakeNoDifference) {
  const auto one = IdentityOf(FromText<v1::SeriesDeclaration>(R"(
      metric: "m" kind: GAUGE labels { key: "b" value: "2" } labels { key: "a" value: "1" })"));
  const auto other = IdentityOf(FromText<v1::SeriesDeclaration>(R"(
      metric: "m" kind: DELTA labels { key: "a" value: "1" } labels { key: "b" value: "2" }
      labels { key: "c" value: "" })"));
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_EQ(one->Key(), other->Key());
}

TEST(SeriesTest, WhatLabelsHoldCannotBeMistakenForOtherLabels) {
  const SeriesIdentity one{"m", {{"a", "b"}, {"c", "d"}}};
  const SeriesIdentity other{"m", {{"a", std::string("b\0c", 3)}, {"", "d"}}};
  EXPECT_NE(one.Key(), other.Key());
}

TEST(SeriesTest, BadDeclarationsAreRefused) {
  const std::string too_long(kMetricNameBytesMax + 1, 'm');
  for (const std::string& metric :
       {std::string(), std::string("9m"), std::string("m m"), too_long}) {
    v1::SeriesDeclaration declaration;
    declaration.set_metric(metric);
    declaration.set_kind(v1::GAUGE);
    EXPECT_FALSE(IdentityOf(declaration).ok()) << metric;
  }
  EXPECT_FALSE(IdentityOf(FromText<v1::SeriesDeclaration>(R"(metric: "m")")).ok());
  EXPECT_FALSE(IdentityOf(FromText<v1::SeriesDeclaration>(
                              R"(metric: "m" kind: GAUGE labels { key: "a b" value: "1" })"))
                   .ok());
}

}  // namespace
}  // namespace okapi::metrics
