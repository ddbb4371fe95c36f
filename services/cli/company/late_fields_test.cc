#include "services/cli/company/late_fields.h"

#include <gtest/gtest.h>

#include "okapi/goals/v1/organizations_service.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::ImportOrganizationHistoryRequest;
using okapi::goals::v1::Organization;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using okapi::testing::StatusIs;

Organization Acme() {
  return FromText<Organization>(R"pb(
    name: "organizations/acme"
    display_name: "Acme"
    policy {
      change_rules { what: STATES }
      change_rules { what: TARGETS }
    })pb");
}

TEST(CopyFieldsTest, PutsThemInPlaceByTheirLastNames) {
  ImportOrganizationHistoryRequest request;
  EXPECT_THAT(CopyFields(Acme(), {"policy.change_rules"}, request), IsOk());
  ASSERT_EQ(request.change_rules_size(), 2);
  EXPECT_EQ(request.change_rules(1).what(), okapi::goals::v1::ChangeRule::TARGETS);
  ImportOrganizationHistoryRequest nothing;
  EXPECT_THAT(CopyFields(Organization(), {"policy.change_rules"}, nothing), IsOk());
  EXPECT_EQ(nothing.ByteSizeLong(), 0u);
}

TEST(CopyFieldsTest, OfAnotherTypeTheyAreAnError) {
  ImportOrganizationHistoryRequest request;
  EXPECT_THAT(CopyFields(Acme(), {"name"}, request), StatusIs(absl::StatusCode::kInternal))
      << "a text";
  EXPECT_THAT(CopyFields(Acme(), {"display_name"}, request), StatusIs(absl::StatusCode::kInternal))
      << "it has no such field";
  EXPECT_EQ(request.ByteSizeLong(), 0u);
}

}  // namespace
}  // namespace okapi::cli
