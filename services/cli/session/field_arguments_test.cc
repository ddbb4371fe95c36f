#include "services/cli/session/field_arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/reporting/v1/alert.pb.h"
#include "okapi/reporting/v1/decision.pb.h"
#include "services/cli/session/command.h"

namespace okapi::cli {
namespace {

using okapi::metrics::v1::ListKpiCommentsRequest;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kAcme[] = "organizations/acme";

// Seven hours before UTC's.
absl::StatusOr<absl::Time> InHanoi(absl::CivilDay day) {
  return absl::FromCivil(day, absl::FixedTimeZone(7 * 60 * 60));
}

template <typename Resource>
std::string SubjectFrom(const std::string& text, const std::string& owner = kAcme) {
  Resource resource;
  const absl::Status set =
      SetFields({absl::StrCat("subject=", text)}, owner, {}, InHanoi, resource);
  return set.ok() ? resource.subject() : std::string(set.message());
}

TEST(FieldArgumentsTest, EveryWrongArgumentHasItsLine) {
  ListKpiCommentsRequest request;
  const absl::Status set = SetFields(
      {"page_size=many", "nonsense", "pages=3", "start_time=noon", "parent=organizations/acme"},
      kAcme, {"parent"}, InHanoi, request);
  std::ostringstream err;
  EXPECT_EQ(ReportUsage(set, err), kExitUsage);
  EXPECT_THAT(err.str(), HasSubstr("\n  'nonsense': is not like reason=\"the quarter is over\"\n"));
  EXPECT_THAT(err.str(), HasSubstr("\n  page_size: 'many' is not a whole number, or too large\n"));
  EXPECT_THAT(err.str(), HasSubstr("\n  pages: "));
  EXPECT_THAT(err.str(), HasSubstr("\n  start_time: must be a time like "));
  EXPECT_THAT(err.str(), HasSubstr("\n  parent: is set by okapi itself\n"));
}

TEST(FieldArgumentsTest, OneWrongArgumentIsNamedOnce) {
  ListKpiCommentsRequest request;
  const absl::Status set = SetFields({"page_size=many"}, kAcme, {}, InHanoi, request);
  std::ostringstream err;
  ReportUsage(set, err);
  EXPECT_EQ(err.str(), "okapi: page_size: 'many' is not a whole number, or too large\n");
}

TEST(FieldArgumentsTest, WhatIsNoYamlIsNamed) {
  ListKpiCommentsRequest request;
  EXPECT_THAT(SetFields({"page_size=3", "start_time={"}, kAcme, {}, InHanoi, request).message(),
              HasSubstr("is no YAML value: "));
}

TEST(FieldArgumentsTest, EveryArgumentIsReadByItself) {
  ListKpiCommentsRequest request;
  std::ostringstream err;
  ReportUsage(SetFields({"page_size=many", "page_size=3", "start_time={", "page_token=a\npages: 3"},
                        kAcme, {}, InHanoi, request),
              err);
  EXPECT_THAT(err.str(), HasSubstr("\n  page_size: 'many' is not a whole number, or too large\n"
                                   "  page_size: occurs twice\n"
                                   "  start_time: is no YAML value: "));
  EXPECT_THAT(err.str(), Not(HasSubstr("pages: ")));
}

TEST(FieldArgumentsTest, ATextIsTakenAsItIsTyped) {
  using okapi::goals::v1::Comment;
  for (const std::string text :
       {"a\nb\n\nc", "\n", "  between blanks\t ", "a:\n- b\n- c", "one\r\ntwo\r\n", "# no comment",
        "it's: {no} 'YAML' \"\\n\" & *this", "---\n...", "null", "~", "", "a=b",
        "\xEF\xBB\xBFmark"}) {
    Comment comment;
    ASSERT_TRUE(SetFields({absl::StrCat("text=", text)}, kAcme, {}, InHanoi, comment).ok()) << text;
    EXPECT_EQ(comment.text(), text);
  }
}

TEST(FieldArgumentsTest, ADayIsItsFirstInstantWhereTheOrganizationIs) {
  ListKpiCommentsRequest request;
  ASSERT_TRUE(SetFields({"start_time=2025-12-01", "end_time=2025-12-01T00:00:00Z"}, kAcme, {},
                        InHanoi, request)
                  .ok());
  EXPECT_EQ(absl::FormatTime(api::FromTimestamp(request.start_time()), absl::UTCTimeZone()),
            "2025-11-30T17:00:00+00:00");
  EXPECT_EQ(absl::FormatTime(api::FromTimestamp(request.end_time()), absl::UTCTimeZone()),
            "2025-12-01T00:00:00+00:00");
}

TEST(FieldArgumentsTest, WhoCannotTellWhenADayBeginsIsToldOf) {
  ListKpiCommentsRequest request;
  const auto away = [](absl::CivilDay) { return absl::UnavailableError("metrics is away"); };
  EXPECT_TRUE(absl::IsUnavailable(SetFields({"start_time=2025-12-01"}, kAcme, {}, away, request)));
  EXPECT_TRUE(SetFields({"page_size=1"}, kAcme, {}, away, request).ok()) << "no day, no question";
}

TEST(FieldArgumentsTest, ANumberIsNamedByItsKindAndIds) {
  using okapi::reporting::v1::Decision;
  const std::string revenue = "organizations/acme/objectives/grow/keyResults/revenue";
  for (const char* text : {"organizations/acme/objectives/grow/keyResults/revenue",
                           "objectives/grow/keyResults/revenue", "keyResults/grow/revenue",
                           "key-result/grow/revenue", "key-results/grow/revenue", "grow/revenue"}) {
    EXPECT_EQ(SubjectFrom<Decision>(text), revenue) << text;
  }
  EXPECT_EQ(SubjectFrom<Decision>("kpis/revenue"), "organizations/acme/kpis/revenue");
  EXPECT_EQ(SubjectFrom<Decision>("kpi/revenue"), "organizations/acme/kpis/revenue");
  EXPECT_EQ(SubjectFrom<Decision>("objective/grow"), "organizations/acme/objectives/grow");
  for (const char* text : {"revenue", "a/b/c/d", "keyResults/revenue", "key-result/revenue",
                           "organizations/acme/revenue"}) {
    EXPECT_THAT(SubjectFrom<Decision>(text),
                HasSubstr("names no resource: expected something like"))
        << text;
  }
}

TEST(FieldArgumentsTest, WhatAnAlertLooksAtToo) {
  okapi::reporting::v1::AlertRule rule;
  ASSERT_TRUE(SetFields({"status_is={resource: grow/revenue, statuses: [MISSED]}"}, kAcme, {},
                        InHanoi, rule)
                  .ok());
  EXPECT_EQ(rule.status_is().resource(), "organizations/acme/objectives/grow/keyResults/revenue");
  // With its kind, as where anything may be named, and without.
  for (const char* name : {"keyResults/grow/revenue", "grow/revenue"}) {
    rule.Clear();
    ASSERT_TRUE(
        SetFields({absl::StrCat("guard_broken={key_result: ", name, "}")}, kAcme, {}, InHanoi, rule)
            .ok())
        << name;
    EXPECT_EQ(rule.guard_broken().key_result(),
              "organizations/acme/objectives/grow/keyResults/revenue");
  }
  EXPECT_FALSE(
      SetFields({"guard_broken={key_result: kpis/grow/revenue}"}, kAcme, {}, InHanoi, rule).ok());
}

// A comment may be about several kinds of things with two ids.
TEST(FieldArgumentsTest, WhatIsSaidIsAboutWhatItsOwnerHas) {
  using okapi::goals::v1::Comment;
  const std::string grow = "organizations/acme/objectives/grow";
  EXPECT_EQ(SubjectFrom<Comment>("keyResults/revenue", grow), grow + "/keyResults/revenue");
  EXPECT_EQ(SubjectFrom<Comment>("initiatives/call", grow), grow + "/initiatives/call");
  EXPECT_EQ(SubjectFrom<Comment>("checkIns/revenue/c1", grow),
            grow + "/keyResults/revenue/checkIns/c1");
  EXPECT_EQ(SubjectFrom<Comment>("comments/m1", grow), grow + "/comments/m1");
  EXPECT_THAT(SubjectFrom<Comment>("grow/revenue", grow), HasSubstr("names no resource"));
}

}  // namespace
}  // namespace okapi::cli
