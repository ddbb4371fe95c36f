#include "services/reporting/reports/review_events.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::ReviewEvent;
using okapi::reporting::v1::ReviewPack;
using okapi::testing::FromText;
using ::testing::ElementsAre;

// What is told of a KPI between two times in seconds.
std::vector<std::string> Told(const std::string& kpi, int64_t start, int64_t end) {
  ReviewQuery query;
  query.start = absl::FromUnixSeconds(start);
  query.end = absl::FromUnixSeconds(end);
  KpiDefinitions definitions;
  *definitions.kpis.value.add_kpis() = FromText<Kpi>(kpi);
  ReviewPack pack;
  AddKpiEvents(query, definitions, {}, pack);
  SortEvents(pack);
  std::vector<std::string> told;
  for (const ReviewEvent& event : pack.events()) {
    told.push_back(absl::StrCat(event.time().seconds(), " ", ReviewEvent::Kind_Name(event.kind()),
                                " ", absl::StrJoin(event.fields(), ","), " ", event.author(), " ",
                                event.text()));
  }
  return told;
}

TEST(ReviewEventsTest, EveryChangeOfAKpiIsToldWhenItWasMade) {
  const std::string kpi =
      "name: 'k' create_time { seconds: 10 } "
      "changes { change_time { seconds: 20 } author: 'ann' reason: 'why' fields: 'targets' } "
      "changes { change_time { seconds: 30 } fields: 'selector' fields: 'effective_date' }";
  EXPECT_THAT(Told(kpi, 0, 100), ElementsAre("10 KPI_CREATED   ", "20 KPI_CHANGED targets ann why",
                                             "30 KPI_CHANGED selector,effective_date  "));
  EXPECT_THAT(Told(kpi, 20, 30), ElementsAre("20 KPI_CHANGED targets ann why"));
}

TEST(ReviewEventsTest, EveryDefinitionIsToldOnItsFirstDay) {
  const std::string kpi =
      "name: 'k' former_definitions { metric: 'a' } "
      "former_definitions { metric: 'b' effective_date { year: 1970 month: 1 day: 2 } } "
      "effective_date { year: 1970 month: 1 day: 3 }";
  EXPECT_THAT(Told(kpi, 1, 200'000),
              ElementsAre("86400 KPI_REDEFINED   ", "172800 KPI_REDEFINED   "));
}

}  // namespace
}  // namespace okapi::reporting
