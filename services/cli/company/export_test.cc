#include "services/cli/company/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "services/cli/session/catalogue.h"

namespace okapi::cli {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
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
      kExported, /*definitions_only=*/false, /*read_time=*/nullptr,
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
  const auto company = ExportCompany(kExported, /*definitions_only=*/false, /*read_time=*/nullptr,
                                     [&asked](const MethodDescriptor&, const Message&, Message&) {
                                       ++asked;
                                       return status::NotFound(kExported);
                                     });
  EXPECT_TRUE(absl::IsNotFound(company.status()));
  EXPECT_EQ(asked, 1);
}

TEST(ExportTest, WhatCanBeReadAsOfATimeIsReadAsOfThat) {
  google::protobuf::Timestamp time;
  time.set_seconds(1740000000);
  std::set<std::string> pinned;
  std::set<std::string> others;
  const auto company = ExportCompany(
      kExported, /*definitions_only=*/false, &time,
      [&](const MethodDescriptor& method, const Message& request, Message& response) {
        const auto* field = request.GetDescriptor()->FindFieldByName("read_time");
        const bool told = field != nullptr &&
                          request.GetReflection()->GetMessage(request, field).ShortDebugString() ==
                              time.ShortDebugString();
        (told ? pinned : others).insert(absl::StrCat(method.file()->package(), " ", method.name()));
        if (method.name() == "GetOrganization") SetString(response, "name", kExported);
        if (method.name() == "ListTeams") {
          static_cast<goals::v1::ListTeamsResponse&>(response).add_teams()->set_name(kTeam);
        }
        return absl::OkStatus();
      });
  ASSERT_TRUE(company.ok()) << company.status();
  EXPECT_THAT(pinned, IsSupersetOf({"okapi.goals.v1 GetOrganization",
                                    "okapi.goals.v1 GetOrganizationHistory",
                                    "okapi.goals.v1 GetTeamHistory", "okapi.goals.v1 ListCycles",
                                    "okapi.goals.v1 ListMembers", "okapi.goals.v1 ListObjectives",
                                    "okapi.goals.v1 ListTeams"}));
  // All of goals: else it would not be one state.
  EXPECT_THAT(others, Each(Not(HasSubstr("okapi.goals.v1"))));
}

TEST(ExportTest, EveryReadOfGoalsThatAnExportMakesHasATime) {
  for (const Kind& kind : Kinds()) {
    if (!kind.InFiles() && kind.import_history == nullptr) continue;
    for (const MethodDescriptor* read : {kind.list, kind.get_history}) {
      if (read == nullptr || read->file()->package() != "okapi.goals.v1") continue;
      if (read->name() == "ListOrganizations") continue;
      EXPECT_NE(read->input_type()->FindFieldByName("read_time"), nullptr) << read->full_name();
    }
  }
}

}  // namespace
}  // namespace okapi::cli
