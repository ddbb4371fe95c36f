// What `okapi get` prints may be put into a company file.

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "services/cli/files/yaml_message.h"
#include "services/cli/session/message_text.h"
#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::testing::FromText;
using ::testing::IsEmpty;

template <typename Message>
void ExpectComesBack(const Message& message) {
  const std::string yaml = ToYaml(message);
  SCOPED_TRACE(yaml);
  Message back;
  YamlErrors errors("get.yaml");
  SetFromYaml(YAML::Load(yaml), "", back, {}, TextRule(), errors);
  EXPECT_THAT(errors.errors(), IsEmpty());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(back, message))
      << back.DebugString();
}

TEST(YamlRoundTripTest, EveryTypeOfField) {
  ExpectComesBack(FromText<metrics::v1::Kpi>(R"(
      display_name: "Doanh thu" unit { percent: true } aggregation: RATIO_OF_SUMS
      selector { label: "region" values: "north" values: "" }
      selector { label: "channel" values: "web" }
      targets { value: 0.1 } targets { value: -1e300 dimension: "region" member: "north" })"));
  ExpectComesBack(FromText<goals::v1::KeyResult>(R"(
      relative_change { baseline: 79 change: -0.2 } weight: 0
      kpi_source { kpi: "organizations/acme/kpis/k" window: LATEST_PERIOD
                   filter { key: "region" value: "south" }
                   filter { key: "salesperson" value: "an: \"A\"" } })"));
  ExpectComesBack(FromText<goals::v1::Cycle>(
      "start_date { year: 2024 month: 2 day: 29 } end_date { year: 9999 month: 12 day: 31 }"));
  ExpectComesBack(FromText<goals::v1::CheckIn>(
      "value: 0.30000000000000004 value_time { seconds: 1767225600 nanos: 500000000 }"));
  ExpectComesBack(FromText<goals::v1::Organization>(
      "calendar { time_zone: 'Asia/Ho_Chi_Minh' fiscal_year_start_month: 4 }"));
}

TEST(YamlRoundTripTest, EveryText) {
  for (const char* text : {"Phòng Kinh doanh",
                           "売上 🚀",
                           "null",
                           "~",
                           "Null",
                           "true",
                           "1e3",
                           "2025-01-01",
                           "- a dash",
                           "-",
                           "? why",
                           "a: b",
                           "a:",
                           "#1",
                           "no #1",
                           " blank before",
                           "blank behind ",
                           "two\nlines",
                           "tab\tin it",
                           "\x1b[31mred",
                           "a \"quoted\" \\ word",
                           "'single'",
                           "[list",
                           "{map",
                           "*alias",
                           "&anchor",
                           "!tag",
                           "|",
                           ">",
                           "%",
                           "@",
                           "`",
                           "...",
                           "---",
                           "=",
                           "<<"}) {
    goals::v1::Team team;
    team.set_display_name(text);
    ExpectComesBack(team);
  }
}

}  // namespace
}  // namespace okapi::cli
