#include "services/cli/session/message_text.h"

#include <gtest/gtest.h>

#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "okapi/reporting/v1/webhook.pb.h"
#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::Cycle;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Team;
using okapi::testing::FromText;

TEST(ToYamlTest, InTheFormOfACompanyFile) {
  const auto key_result = FromText<KeyResult>(R"(
      name: "organizations/acme/objectives/grow/keyResults/mekong"
      display_name: "Doanh số miền Tây"
      unit { currency_code: "USD" }
      from_to { baseline: 0.1 target: 20000 }
      kpi_source { kpi: "organizations/acme/kpis/sales" window: LATEST_PERIOD
                   filter { key: "region" value: "mekong" } }
      update_time { seconds: 1767225600 nanos: 500000000 })");
  EXPECT_EQ(ToYaml(key_result),
            "name: organizations/acme/objectives/grow/keyResults/mekong\n"
            "display_name: Doanh số miền Tây\n"
            "unit:\n"
            "  currency_code: USD\n"
            "from_to:\n"
            "  baseline: 0.1\n"
            "  target: 20000\n"
            "kpi_source:\n"
            "  kpi: organizations/acme/kpis/sales\n"
            "  window: LATEST_PERIOD\n"
            "  filter:\n"
            "    region: mekong\n"
            "update_time: 2026-01-01T00:00:00.5Z\n");
  EXPECT_EQ(ToYaml(FromText<Cycle>("start_date { year: 2026 month: 4 day: 1 }")),
            "start_date: 2026-04-01\n");
}

TEST(ToYamlTest, ZeroWhereANumberIsRequired) {
  EXPECT_EQ(ToYaml(FromText<KeyResult>("from_to { target: 5 }")),
            "from_to:\n"
            "  baseline: 0\n"
            "  target: 5\n");
  EXPECT_EQ(ToYaml(FromText<metrics::v1::Kpi>("targets { value: 0 }")),
            "targets:\n"
            "  -\n"
            "    value: 0\n");
}

std::string YamlOf(const std::string& display_name) {
  Team team;
  team.set_display_name(display_name);
  return ToYaml(team);
}

TEST(ToYamlTest, QuotesWhatIsNotPlain) {
  EXPECT_EQ(YamlOf("Sales: north"), "display_name: \"Sales: north\"\n");
  EXPECT_EQ(YamlOf("the \"A\" team"), "display_name: \"the \\\"A\\\" team\"\n");
  EXPECT_EQ(YamlOf("two\nlines"), "display_name: \"two\\nlines\"\n");
  EXPECT_EQ(YamlOf("- a dash"), "display_name: \"- a dash\"\n");
}

TEST(ToYamlTest, NothingReachesTheTerminalAsACommand) {
  EXPECT_EQ(YamlOf("\x1b[31mred"), "display_name: \"\\u001b[31mred\"\n");
  EXPECT_EQ(YamlOf("\u009b31mred"), "display_name: \"\\u009b31mred\"\n");
}

TEST(ToJsonTest, StandardNamesAndLines) {
  const auto key_result = FromText<KeyResult>(R"(display_name: "Doanh số" current_value: 4)");
  EXPECT_EQ(ToJson(key_result, /*one_line=*/true),
            "{\"displayName\":\"Doanh số\",\"currentValue\":4}\n");
  EXPECT_EQ(ToJson(key_result), "{\n \"displayName\": \"Doanh số\",\n \"currentValue\": 4\n}\n");
}

TEST(FieldTextTest, EmptyWhenNotSet) {
  const auto* value = KeyResult::descriptor()->FindFieldByName("current_value");
  EXPECT_EQ(FieldText(KeyResult(), value), "");
  EXPECT_EQ(FieldText(FromText<KeyResult>("current_value: 0"), value), "0");
  // What nobody said is no zero; what is asked for and what the service counts is.
  EXPECT_EQ(FieldText(Initiative(), Initiative::descriptor()->FindFieldByName("due_after_weeks")),
            "");
  using okapi::reporting::v1::Delivery;
  EXPECT_EQ(FieldText(Delivery(), Delivery::descriptor()->FindFieldByName("attempts")), "0");
  const auto* start = Cycle::descriptor()->FindFieldByName("start_date");
  EXPECT_EQ(FieldText(Cycle(), start), "");
  EXPECT_EQ(FieldText(FromText<Cycle>("start_date { year: 2026 month: 1 day: 5 }"), start),
            "2026-01-05");
}

}  // namespace
}  // namespace okapi::cli
