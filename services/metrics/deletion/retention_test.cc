#include "services/metrics/deletion/retention.h"

#include <gmock/gmock.h>

namespace okapi::metrics {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

v1::Kpi Made(const std::string& metric, const std::string& denominator, int days) {
  v1::Kpi kpi;
  kpi.set_metric(metric);
  kpi.set_denominator_metric(denominator);
  kpi.set_retention_days(days);
  return kpi;
}

TEST(RetentionDaysTest, AMetricIsKeptAsLongAsAnyKpiWantsIt) {
  EXPECT_THAT(RetentionDays({Made("a", "", 30), Made("a", "", 90), Made("b", "", 0),
                             Made("b", "", 30), Made("c", "d", 60)}),
              ElementsAre(Pair("a", 90), Pair("c", 60), Pair("d", 60)));
}

}  // namespace
}  // namespace okapi::metrics
