#include "services/reporting/documents/svg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace okapi::reporting::documents {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(SvgTest, ColumnsBeginAtZeroAndMissingOnesAreNotThere) {
  Chart chart;
  chart.title = "t";
  chart.categories = {"a", "b", "c"};
  chart.actual = {10.0, std::nullopt, -10.0};
  chart.target = {std::nullopt, std::nullopt, std::nullopt};
  const std::string svg = ChartSvg(chart, "en");
  // From 8 to 130 the middle is zero: one column stands on it, one hangs from it.
  EXPECT_THAT(svg, HasSubstr("y=\"8.0\" width=\"69.1\" height=\"61.0\""));
  EXPECT_THAT(svg, HasSubstr("y=\"69.0\" width=\"69.1\" height=\"61.0\""));
  EXPECT_THAT(svg, Not(HasSubstr("<title>b")));
}

TEST(SvgTest, ARangeHasALineAtEachEnd) {
  Chart chart;
  chart.categories = {"a", "b"};
  chart.actual = {10.0, 10.0};
  chart.target = {5.0, 4.0};
  chart.target_max = {20.0, std::nullopt};
  const std::string svg = ChartSvg(chart, "en");
  // 122 high from zero to 20, the highest of all.
  EXPECT_THAT(svg, HasSubstr("<path class=\"target\" d=\"M64.0 99.5H212.0L212.0 105.6H360.0\"/>"
                             "<path class=\"target\" d=\"M64.0 8.0H212.0\"/>"));
}

// Where the drawing begins: a label that ends to the left of it, in characters of 7, must fit.
TEST(SvgTest, LongNumbersHaveRoom) {
  Chart chart;
  chart.unit.set_currency_code("EUR");
  chart.categories = {"a"};
  chart.actual = {5180.57};
  chart.target = {std::nullopt};
  EXPECT_THAT(ChartSvg(chart, "en"), HasSubstr("x=\"84.0\" y=\"12.0\">5,180.57 EUR</text>"));
  EXPECT_THAT(ChartSvg(chart, "vi"), HasSubstr("x=\"84.0\" y=\"12.0\">5.180,57 EUR</text>"));
  EXPECT_THAT(ChartSvg(chart, "en"), HasSubstr("class=\"axis\" d=\"M90.0 130.0H360.0\""));
  chart.actual = {-5180.57};
  EXPECT_THAT(ChartSvg(chart, "en"), HasSubstr("x=\"91.0\" y=\"134.0\">-5,180.57 EUR</text>"));
  chart.actual = {83.0};
  EXPECT_THAT(ChartSvg(chart, "en"), HasSubstr("x=\"58.0\" y=\"12.0\">83 EUR</text>"));
}

TEST(SvgTest, AGapBreaksTheLine) {
  EXPECT_THAT(SparkSvg({1.0, 2.0, std::nullopt, 1.0}),
              HasSubstr("d=\"M3.0 15.0L27.7 3.0M77.0 15.0\""));
  EXPECT_EQ(SparkSvg({std::nullopt}), "");
}

}  // namespace
}  // namespace okapi::reporting::documents
