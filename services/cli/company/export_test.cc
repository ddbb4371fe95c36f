#include "services/cli/company/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/status/errors.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "services/cli/session/catalogue.h"

namespace okapi::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kExported[] = "organizations/acme";
constexpr char kTeam[] = "organizations/acme/teams/sales";

// A company of one team, which is listed some times more after it was deleted.
class Vanishing {
 public:
  explicit Vanishing(int times) : times_(times) {}

  absl::Status Call(const MethodDescriptor& method, const Message& request, Message& response) {
    if (method.name() == "GetOrganization") {
      ++begun_;
      SetString(response, "name", kExported);
    } else if (method.name() == "ListTeams" && times_ > 0) {
      --times_;
      static_cast<goals::v1::ListTeamsResponse&>(response).add_teams()->set_name(kTeam);
    } else if (method.name() == "GetTeamHistory") {
      return status::NotFound(GetString(request, "name"));
    }
    return absl::OkStatus();
  }
  int begun() const { return begun_; }

 private:
  int times_;
  int begun_ = 0;
};

absl::StatusOr<std::string> Export(Vanishing& services) {
  return ExportCompany(
      kExported, /*definitions_only=*/false,
      [&services](const MethodDescriptor& method, const Message& request, Message& response) {
        return services.Call(method, request, response);
      });
}

TEST(ExportTest, BeginsAnewWhenSomethingIsGone) {
  Vanishing services(3);
  const auto company = Export(services);
  ASSERT_TRUE(company.ok()) << company.status();
  EXPECT_EQ(services.begun(), 4);
  EXPECT_THAT(*company, Not(HasSubstr("sales")));
}

TEST(ExportTest, SaysToRepeatItWhenThatGoesOn) {
  Vanishing services(1000);
  const auto company = Export(services);
  EXPECT_TRUE(absl::IsAborted(company.status()));
  EXPECT_EQ(company.status().message(),
            "'organizations/acme' changes while it is exported: "
            "'organizations/acme/teams/sales' does not exist any more; export it again");
}

TEST(ExportTest, AnOrganizationThatIsNotThereIsAskedForOnce) {
  int asked = 0;
  const auto company = ExportCompany(kExported, /*definitions_only=*/false,
                                     [&asked](const MethodDescriptor&, const Message&, Message&) {
                                       ++asked;
                                       return status::NotFound(kExported);
                                     });
  EXPECT_TRUE(absl::IsNotFound(company.status()));
  EXPECT_EQ(asked, 1);
}

}  // namespace
}  // namespace okapi::cli
