#include "services/cli/reports/activity_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::Digest;
using okapi::testing::FromText;
using ::testing::HasSubstr;

TEST(DigestTextTest, WhoWasNotHeardIsSaidOnceAndAlsoWhenThereIsNothingElse) {
  auto digest = FromText<Digest>(R"pb(
    member: "organizations/acme/members/ann"
    start_time { seconds: 1767139199 }
    end_time { seconds: 1767225599 }
    sources { service: "goals" stale: true problem: "does not answer" }
    sources { service: "metrics" })pb");
  const std::string head = "For ann, from 2025-12-30 23:59 to 2025-12-31 23:59 UTC\n";
  const std::string away = "\n! goals is stale: does not answer; nothing of it is known\n";
  EXPECT_EQ(DigestText(digest, /*colour=*/false), head + away);
  *digest.mutable_scorecard() = FromText<okapi::reporting::v1::Scorecard>(
      R"pb(rows { display_name: "Sales" }
           sources { service: "goals" stale: true problem: "does not answer" })pb");
  const std::string text = DigestText(digest, /*colour=*/false);
  EXPECT_THAT(text, HasSubstr("Sales"));
  EXPECT_EQ(text.find(away), text.size() - away.size());
}

TEST(DigestTextTest, PeopleAndNumbersAreCalledAsTheDigestSays) {
  const auto digest = FromText<Digest>(R"pb(
    member: "organizations/acme/members/ann"
    people { name: "organizations/acme/members/ann" display_name: "Ann Lee" }
    people { name: "organizations/acme/members/bo" display_name: "Bo Ek" }
    events {
      kind: CHECKED_IN
      resource: "organizations/acme/objectives/grow/keyResults/nps"
      display_name: "NPS from 31 to 45"
      author: "organizations/acme/members/bo"
      text: "warm"
    })pb");
  const std::string text = DigestText(digest, /*colour=*/false);
  EXPECT_THAT(text, HasSubstr("For Ann Lee, from"));
  EXPECT_THAT(text, HasSubstr("CHECKED_IN  NPS from 31 to 45 [grow/nps]  Bo Ek  warm"));
}

TEST(ReviewPackTextTest, PeriodsAreNamedAndChangesTold) {
  const auto pack = FromText<okapi::reporting::v1::ReviewPack>(R"pb(
    people { name: "organizations/acme/members/bo" display_name: "Bo Ek" }
    movements {
      resource: "organizations/acme/kpis/mrr"
      display_name: "MRR"
      start_value: 90
      start_period: "2025-11"
      end_value: 20
      end_period: "2025-12"
      end_open: true
      same_part: true
    }
    movements {
      resource: "organizations/acme/kpis/stock"
      display_name: "Stock"
      end_value: 6
      end_period: "2025-12"
    }
    events {
      kind: OBJECTIVE_CHANGED
      resource: "organizations/acme/objectives/grow"
      display_name: "Grow"
      fields: "owner"
      fields: "labels"
      changes {
        field: "owner"
        old_value: "organizations/acme/members/bo"
        new_value: "organizations/acme/members/an"
      }
    })pb");
  const std::string text = ReviewPackText(pack, /*colour=*/false);
  EXPECT_THAT(text, HasSubstr("90  2025-11, same part   20  2025-12 so far"));
  EXPECT_THAT(text, HasSubstr("6  2025-12\n"));
  EXPECT_THAT(text, HasSubstr("owner Bo Ek -> an, labels"));
}

TEST(ReviewPackTextTest, WhomThePackDoesNotNameIsCalledAsIsKnownElseById) {
  const auto pack = FromText<okapi::reporting::v1::ReviewPack>(R"pb(
    events {
      kind: COMMENTED
      resource: "organizations/acme/kpis/nps"
      display_name: "NPS"
      author: "organizations/acme/members/bo"
    })pb");
  DisplayNames known;
  EXPECT_THAT(ReviewPackText(pack, /*colour=*/false, known), HasSubstr("NPS [nps]  bo"));
  known.Add("organizations/acme/members/bo", "Bo Ek");
  EXPECT_THAT(ReviewPackText(pack, /*colour=*/false, known), HasSubstr("NPS [nps]  Bo Ek"));
}

}  // namespace
}  // namespace okapi::cli
