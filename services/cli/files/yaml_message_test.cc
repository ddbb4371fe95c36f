#include "services/cli/files/yaml_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The errors of converting `yaml`.
template <typename Message>
std::vector<std::string> Convert(const std::string& yaml, Message& message,
                                 const std::vector<std::string>& skip = {}) {
  YamlErrors errors("f.yaml");
  SetFromYaml(YAML::Load(yaml), "", message, skip, TextRule(), errors);
  return errors.errors();
}

// `yaml` gives a message with this ShortDebugString and no errors.
template <typename Message>
void ExpectBecomes(const std::string& yaml, const std::string& text) {
  SCOPED_TRACE(yaml);
  Message message;
  EXPECT_THAT(Convert(yaml, message), IsEmpty());
  EXPECT_EQ(message.ShortDebugString(), text);
}

template <typename Message>
void ExpectRefused(const std::string& yaml, const std::string& error) {
  SCOPED_TRACE(yaml);
  Message message;
  EXPECT_THAT(Convert(yaml, message), ElementsAre("f.yaml:" + error));
}

TEST(YamlMessageTest, SetsEveryTypeOfField) {
  using goals::v1::Cycle;
  using goals::v1::KeyResult;
  using metrics::v1::Kpi;
  ExpectBecomes<Kpi>("display_name: 2025", R"(display_name: "2025")");
  ExpectBecomes<Kpi>("display_name: \"Phòng Kinh doanh\"",
                     R"(display_name: "Ph\303\262ng Kinh doanh")");
  ExpectBecomes<Kpi>("aggregation: RATIO_OF_SUMS", "aggregation: RATIO_OF_SUMS");
  ExpectBecomes<Kpi>("unit: {percent: false}", "unit { percent: false }");
  ExpectBecomes<Kpi>("targets: []", "");
  ExpectBecomes<Kpi>("targets: [{value: -1.5e3}, {value: 10, member: a}]",
                     R"(targets { value: -1500 } targets { value: 10 member: "a" })");
  ExpectBecomes<Kpi>("selector: [{label: region, values: [north, '']}]",
                     R"(selector { label: "region" values: "north" values: "" })");
  ExpectBecomes<Cycle>("start_date: 2024-02-29", "start_date { year: 2024 month: 2 day: 29 }");
  ExpectBecomes<KeyResult>("weight: 0", "weight: 0");
  ExpectBecomes<KeyResult>("kpi_source: {kpi: k, filter: {region: south}}",
                           R"(kpi_source { kpi: "k" filter { key: "region" value: "south" } })");
  ExpectBecomes<goals::v1::CheckIn>("value_time: 1970-01-01T07:00:01.5+07:00",
                                    "value_time { seconds: 1 nanos: 500000000 }");
  ExpectBecomes<goals::v1::Organization>("calendar: {fiscal_year_start_month: 4}",
                                         "calendar { fiscal_year_start_month: 4 }");
  ExpectBecomes<metrics::v1::WatchRequest>("after_revision: 5000000000",
                                           "after_revision: 5000000000");
}

TEST(YamlMessageTest, RefusesWrongScalars) {
  using goals::v1::KeyResult;
  using goals::v1::Organization;
  const std::string at = "1:9: weight: ";
  ExpectRefused<KeyResult>("weight: .nan", at + "'.nan' is not a finite number");
  ExpectRefused<KeyResult>("weight: nan", at + "'nan' is not a finite number");
  ExpectRefused<KeyResult>("weight: -.inf", at + "'-.inf' is not a finite number");
  ExpectRefused<KeyResult>("weight: 1e999", at + "'1e999' is not a finite number");
  ExpectRefused<KeyResult>("weight: 1,5", at + "'1,5' is not a number");
  ExpectRefused<KeyResult>("weight: '2'", at + "'2' is a text; write it without quotes");
  ExpectRefused<KeyResult>("weight: [2]", at + "must be a single value");
  ExpectRefused<KeyResult>("weight: ", "1:1: weight: has no value");
  ExpectRefused<KeyResult>("unit: {percent: yes}",
                           "1:17: unit.percent: 'yes' must be true or false");
  const std::string month = "1:37: calendar.fiscal_year_start_month: ";
  ExpectRefused<Organization>("calendar: {fiscal_year_start_month: 1.5}",
                              month + "'1.5' is not a whole number, or too large");
  ExpectRefused<Organization>("calendar: {fiscal_year_start_month: 9999999999}",
                              month + "'9999999999' is not a whole number, or too large");
}

TEST(YamlMessageTest, RefusesWrongEnumValues) {
  using metrics::v1::Kpi;
  ExpectRefused<Kpi>(
      "direction: DECREASED",
      "1:12: direction: 'DECREASED' is none of INCREASE, DECREASE, WITHIN; did you mean DECREASE?");
  // Neither the default nor numbers.
  for (const std::string value : {"DIRECTION_UNSPECIFIED", "1"}) {
    ExpectRefused<Kpi>("direction: " + value,
                       "1:12: direction: '" + value + "' is none of INCREASE, DECREASE, WITHIN");
  }
}

TEST(YamlMessageTest, RefusesWrongDatesAndTimes) {
  for (const std::string date : {"2025-02-30", "2025-2-03", "' 2025-02-03'", "99999-01-01",
                                 "2025-02", "2025/02/03", "0000-01-01", "tomorrow"}) {
    ExpectRefused<goals::v1::Cycle>("start_date: " + date,
                                    "1:13: start_date: must be a date like 2025-03-14");
  }
  for (const std::string time : {"2025-01-01", "2025-01-01T00:00:00", "infinite-future", "5"}) {
    ExpectRefused<goals::v1::CheckIn>(
        "value_time: " + time, "1:13: value_time: must be a time like 2025-03-14T09:00:00+07:00");
  }
  ExpectRefused<goals::v1::Cycle>("start_date: {year: 2025}",
                                  "1:13: start_date: must be a single value");
}

TEST(YamlMessageTest, RefusesWrongKeys) {
  using goals::v1::KeyResult;
  ExpectRefused<KeyResult>("wieght: 1",
                           "1:1: wieght: there is no such field; did you mean weight?");
  ExpectRefused<KeyResult>("colour: 1", "1:1: colour: there is no such field");
  ExpectRefused<KeyResult>("progress: {}", "1:1: progress: is set by the server");
  ExpectRefused<KeyResult>("weight: 1\nweight: 1", "2:1: weight: occurs twice");
  ExpectRefused<KeyResult>(
      "from_to: {baseline: 1, target: 2}\nrelative_change: {baseline: 1, change: 1}",
      "2:1: relative_change: only one of the kinds of measure may be given");
  ExpectRefused<KeyResult>("kpi_source: {kpi: k, filter: {a: b, a: c}}",
                           "1:37: kpi_source.filter.a: occurs twice");
}

TEST(YamlMessageTest, RefusesWrongShapes) {
  using metrics::v1::Kpi;
  ExpectRefused<Kpi>("[]", "1:1: must be a map of fields");
  ExpectRefused<Kpi>("targets: {value: 1}", "1:10: targets: must be a list");
  ExpectRefused<Kpi>("targets: [5]", "1:11: targets[0]: must be a map of fields");
  ExpectRefused<Kpi>("dimensions: [{label: a}, {display_name: A}]",
                     "1:26: dimensions[1].label: is missing");
  ExpectRefused<Kpi>("targets: [{value: 1, range: {min: 1, max: 2}}]",
                     "1:22: targets[0].range: only one of the kinds of aim may be given");
  ExpectRefused<Kpi>("targets: [{range: {min: 1}}]", "1:19: targets[0].range.max: is missing");
  ExpectRefused<goals::v1::KeyResult>("kpi_source: {kpi: k, filter: [a]}",
                                      "1:30: kpi_source.filter: must be a map");
}

TEST(YamlMessageTest, TellsEverythingInTheOrderOfTheFile) {
  metrics::v1::Kpi kpi;
  EXPECT_THAT(
      Convert(
          "unit:\n  percent: 7\n  points: x\ntargets:\n  - value: a\ndimensions:\n  - labl: a\n",
          kpi),
      ElementsAre("f.yaml:2:12: unit.percent: '7' must be true or false",
                  "f.yaml:5:12: targets[0].value: 'a' is not a number",
                  "f.yaml:7:5: dimensions[0].labl: there is no such field; did you mean label?",
                  "f.yaml:7:5: dimensions[0].label: is missing"));
}

TEST(YamlMessageTest, LeavesSkippedKeysAlone) {
  goals::v1::Team team;
  EXPECT_THAT(Convert("id: a\ndisplay_name: A", team, {"id"}), IsEmpty());
  EXPECT_EQ(team.display_name(), "A");
}

TEST(YamlMessageTest, AsksTheRuleAboutTexts) {
  const TextRule rule = [](const google::protobuf::FieldDescriptor& field, std::string& text) {
    if (field.name() != "team") return std::string();
    text = "long " + text;
    return std::string(text == "long x" ? "is bad" : "");
  };
  goals::v1::Member member;
  YamlErrors errors("f.yaml");
  SetFromYaml(YAML::Load("{team: a, email: e}"), "", member, {}, rule, errors);
  EXPECT_EQ(member.ShortDebugString(), R"(team: "long a" email: "e")");
  SetFromYaml(YAML::Load("{team: x}"), "members[0]", member, {}, rule, errors);
  EXPECT_THAT(errors.errors(), ElementsAre("f.yaml:1:8: members[0].team: 'x' is bad"));
}

TEST(NearestTest, FindsOnlyWhatIsNear) {
  EXPECT_EQ(Nearest("targett", {"baseline", "target"}), "target");
  EXPECT_EQ(Nearest("zzzz", {"baseline", "target"}), "");
  EXPECT_EQ(Nearest("", {}), "");
}

}  // namespace
}  // namespace okapi::cli
