#include <gmock/gmock.h>

#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/cli/session/field_arguments.h"
#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::testing::FromText;

constexpr char kGrow[] = "organizations/acme/objectives/grow";
constexpr char kAn[] = "organizations/acme/members/an";

TEST(SetAuthorTest, WhoAsksIsTheAuthorOfWhatIsWritten) {
  okapi::goals::v1::Comment comment;
  SetAuthor("an", kGrow, comment);
  EXPECT_EQ(comment.author(), kAn);
  SetAuthor("bo", kGrow, comment);
  EXPECT_EQ(comment.author(), kAn);  // Another one was named.
  okapi::goals::v1::Comment nobodys;
  SetAuthor("", kGrow, nobodys);
  EXPECT_EQ(nobodys.author(), "");
}

TEST(SetAuthorTest, AndOfWhatIsSaidInAResourceWhereSomethingIs) {
  auto objective = FromText<okapi::goals::v1::Objective>(
      "assessment { reason: 'x' } grade { reason: 'y' } alignments { weight: 1 }");
  SetAuthor("an", kGrow, objective);
  EXPECT_EQ(objective.assessment().author(), kAn);
  EXPECT_FALSE(objective.has_retrospective());
  EXPECT_EQ(objective.grade().author(), "");  // The server says so.
  EXPECT_EQ(objective.owner(), "");
}

TEST(SetAuthorTest, AndDoesWhatARequestAsksAMemberFor) {
  okapi::goals::v1::AcknowledgeCheckInRequest read;
  SetAuthor("an", kGrow, read);
  EXPECT_EQ(read.member(), kAn);
  okapi::metrics::v1::SignOffKpiRequest accepted;
  SetAuthor("an", "organizations/acme/kpis/mrr", accepted);
  EXPECT_EQ(accepted.member(), kAn);
  okapi::metrics::v1::Target target;  // It is for a member, and by nobody.
  SetAuthor("an", "organizations/acme/kpis/mrr", target);
  EXPECT_EQ(target.member(), "");
}

}  // namespace
}  // namespace okapi::cli
