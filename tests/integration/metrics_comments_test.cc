// What people say about KPIs, over gRPC.

#include <gmock/gmock.h>

#include <vector>

#include "absl/strings/match.h"
#include "common/api/timestamp.h"
#include "tests/integration/metrics_kpi_fixture.h"
#include "tests/support/field_matchers.h"
#include "tests/support/status_matchers.h"

namespace okapi::metrics {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MetricsCommentsTest : public KpiFixture {
 protected:
  absl::StatusOr<v1::KpiComment> Say(const std::string& kpi, const std::string& fields,
                                     const std::string& id = "") {
    return scene_.Call(&Stub::CreateKpiComment, FromText<v1::CreateKpiCommentRequest>(absl::StrCat(
                                                    "parent: '", NameOf(kpi), "' kpi_comment_id: '",
                                                    id, "' kpi_comment { ", fields, " }")));
  }
  absl::StatusOr<v1::KpiComment> Change(const std::string& name, const std::string& fields) {
    return scene_.Call(&Stub::UpdateKpiComment,
                       FromText<v1::UpdateKpiCommentRequest>(
                           absl::StrCat("kpi_comment { name: '", name, "' ", fields, " }")));
  }
  std::vector<std::string> Texts(const std::string& kpi) {
    v1::ListKpiCommentsRequest request;
    request.set_parent(NameOf(kpi));
    const auto list = scene_.Call(&Stub::ListKpiComments, request);
    EXPECT_THAT(list, IsOk());
    std::vector<std::string> texts;
    for (const auto& comment : list->kpi_comments()) texts.push_back(comment.text());
    return texts;
  }
};

TEST_F(MetricsCommentsTest, AreListedAsTheyWereWrittenAndStay) {
  CreateSum("revenue");
  CreateSum("cost");
  for (int i = 0; i < 12; ++i) ASSERT_THAT(Say("revenue", absl::StrCat("text: '", i, "'")), IsOk());
  ASSERT_THAT(Say("cost", "text: 'other'"), IsOk());
  scene_.Restart();
  EXPECT_THAT(Texts("revenue"),
              ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"));
  EXPECT_EQ(Texts("-").size(), 13);
  v1::ListKpiCommentsRequest nobody;
  nobody.set_parent(NameOf("nobody"));
  EXPECT_THAT(scene_.Call(&Stub::ListKpiComments, nobody),
              ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
}

TEST_F(MetricsCommentsTest, SayWhenAndAboutWhichPeriod) {
  CreateSum("revenue");
  const auto said = Say("revenue", "text: 'x'");
  ASSERT_THAT(said, IsOk());
  EXPECT_EQ(api::FromTimestamp(said->comment_time()), clock_.Now());
  EXPECT_EQ(api::FromTimestamp(said->create_time()), clock_.Now());
  const auto earlier = Say("revenue",
                           "text: 'Tết' period: '2025-02' author: 'organizations/o/members/ann' "
                           "comment_time { seconds: 1740000000 }");
  ASSERT_THAT(earlier, IsOk());
  EXPECT_EQ(earlier->comment_time().seconds(), 1740000000);
  for (const char* period : {"2025-03-14", "2025-W11", "2025-Q1", "2025"}) {
    EXPECT_THAT(Say("revenue", absl::StrCat("text: 'x' period: '", period, "'")), IsOk());
  }
}

TEST_F(MetricsCommentsTest, AreListedByWhenTheyWereSaidOrWhatTheyAreAbout) {
  CreateSum("revenue");
  // In the middle of February 2025.
  ASSERT_THAT(Say("revenue", "text: 'said' comment_time { seconds: 1739577600 }"), IsOk());
  // In April of 2024, about the first quarter of it.
  ASSERT_THAT(
      Say("revenue", "text: 'about' period: '2024-Q1' comment_time { seconds: 1712000000 }"),
      IsOk());
  auto list = [&](const std::string& interval) {
    return scene_.Call(&Stub::ListKpiComments,
                       FromText<v1::ListKpiCommentsRequest>(
                           absl::StrCat("parent: '", NameOf("revenue"), "' ", interval)));
  };
  auto texts = [&](int64_t start, int64_t end) {
    const auto found =
        list(absl::StrCat("start_time { seconds: ", start, " } end_time { seconds: ", end, " }"));
    EXPECT_THAT(found, IsOk());
    std::string joined;
    for (const auto& comment : found->kpi_comments()) absl::StrAppend(&joined, comment.text(), " ");
    return joined;
  };
  // The interval has its start, and not its end.
  EXPECT_EQ(texts(1739577600, 1739577601), "said ");
  EXPECT_EQ(texts(1739577599, 1739577600), "");
  // The last second of March, the first of April, and when it was said.
  EXPECT_EQ(texts(1711929599, 1711929600), "about ");
  EXPECT_EQ(texts(1711929600, 1711929601), "");
  EXPECT_EQ(texts(1712000000, 1712000001), "about ");
  EXPECT_EQ(list("start_time { seconds: 1712000001 }")->kpi_comments_size(), 1);
  EXPECT_EQ(list("end_time { seconds: 1739577600 }")->kpi_comments_size(), 1);
  EXPECT_THAT(list("start_time { seconds: 2 } end_time { seconds: 2 }"), BadFieldIs("start_time"));
}

TEST_F(MetricsCommentsTest, AreNotWithoutNumber) {
  CreateSum("revenue");
  CreateSum("cost");
  for (int i = 0; i < 1000; ++i) ASSERT_THAT(Say("revenue", "text: 'x'"), IsOk());
  const auto refused = Say("revenue", "text: 'x'");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(refused, ReasonIs(ErrorReason::LIMIT_EXCEEDED));
  EXPECT_THAT(Say("cost", "text: 'x'"), IsOk());
}

TEST_F(MetricsCommentsTest, WhatIsWrongIsNamed) {
  CreateSum("revenue");
  EXPECT_THAT(Say("revenue", "text: ''"), BadFieldIs("kpi_comment.text"));
  EXPECT_THAT(Say("revenue", absl::StrCat("text: '", std::string(4001, 'x'), "'")),
              BadFieldIs("kpi_comment.text"));
  EXPECT_THAT(Say("revenue", absl::StrCat("text: '", std::string(4000, 'x'), "'")), IsOk());
  for (const char* period : {"2025-13", "March", "FY2025-Q1", "2025-3"}) {
    EXPECT_THAT(Say("revenue", absl::StrCat("text: 'x' period: '", period, "'")),
                BadFieldIs("kpi_comment.period"));
  }
  EXPECT_THAT(Say("revenue", "text: 'x' author: 'organizations/p/members/ann'"),
              BadFieldIs("kpi_comment.author"));
  const int64_t later = absl::ToUnixSeconds(clock_.Now()) + 61;
  EXPECT_THAT(Say("revenue", absl::StrCat("text: 'x' comment_time { seconds: ", later, " }")),
              BadFieldIs("kpi_comment.comment_time"));
  EXPECT_THAT(Say("nobody", "text: 'x'"), ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
}

TEST_F(MetricsCommentsTest, CanBeChangedAndDeleted) {
  CreateSum("revenue");
  const auto said = Say("revenue", "text: 'Easter' period: '2025-03'", "why");
  ASSERT_THAT(said, IsOk());
  EXPECT_EQ(said->name(), "organizations/o/kpis/revenue/comments/why");
  // A retail year knows no `2025-03`, but what was said of it can be corrected.
  ASSERT_THAT(scene_.Call(&Stub::UpdateSettings,
                          FromText<v1::UpdateSettingsRequest>(
                              "settings { name: 'organizations/o/settings' calendar { "
                              "retail_pattern: WEEKS_445 } }")),
              IsOk());
  EXPECT_THAT(Say("revenue", "text: 'x' period: '2025-03'"), BadFieldIs("kpi_comment.period"));
  const auto changed = Change(said->name(), "text: 'Tết'");
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->period(), "2025-03");
  EXPECT_THAT(Texts("revenue"), ElementsAre("Tết"));
  EXPECT_THAT(Change(said->name(), absl::StrCat("text: 'x' etag: '", said->etag(), "'")),
              ReasonIs(ErrorReason::ETAG_MISMATCH));
  v1::DeleteKpiCommentRequest doomed;
  doomed.set_name(said->name());
  ASSERT_THAT(scene_.Call(&Stub::DeleteKpiComment, doomed), IsOk());
  EXPECT_THAT(Texts("revenue"), IsEmpty());
}

TEST_F(MetricsCommentsTest, GoWithTheirKpiAndAreToldOf) {
  CreateSum("revenue");
  ASSERT_THAT(Say("revenue", "text: 'x'", "why"), IsOk());
  v1::RetireKpiRequest retire;
  retire.set_name(NameOf("revenue"));
  ASSERT_THAT(scene_.Call(&Stub::RetireKpi, retire), IsOk());
  ASSERT_THAT(Say("revenue", "text: 'y'", "too"), IsOk());
  ASSERT_THAT(Delete("revenue"), IsOk());
  EXPECT_THAT(Texts("-"), IsEmpty());

  grpc::ClientContext context;
  MetricsScene::Bound(context);
  v1::WatchRequest request;
  request.set_parent("organizations/o");
  request.set_after_revision(0);
  const auto stream = scene_.stub().Watch(&context, request);
  std::vector<std::string> told;
  v1::WatchResponse response;
  while (response.revision() < 5 && stream->Read(&response)) {
    for (const auto& record : response.records()) {
      for (const auto& change : record.changes()) {
        if (absl::StrContains(change.name(), "/comments/")) {
          told.push_back(absl::StrCat(record.revision(), change.has_after() ? " + " : " - ",
                                      change.name().substr(change.name().rfind('/') + 1)));
        }
      }
    }
  }
  context.TryCancel();
  EXPECT_THAT(told, ElementsAre("2 + why", "4 + too", "5 - too", "5 - why"));
}

}  // namespace
}  // namespace okapi::metrics
