#include "services/cli/session/existence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "common/status/errors.h"
#include "services/cli/session/catalogue.h"
#include "tests/support/status_matchers.h"

namespace okapi::cli {
namespace {

using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using ::testing::HasSubstr;

class ExistenceTest : public ::testing::Test {
 protected:
  absl::Status Check(const std::vector<std::string>& names) {
    return CheckExistence(names, [this](const MethodDescriptor&, const Message& request, Message&) {
      const std::string name = GetString(request, "name");
      if (away_.count(name) != 0) return absl::UnavailableError("away");
      if (there_.count(name) != 0) return absl::OkStatus();
      return status::NotFound(name);
    });
  }

  std::set<std::string> there_ = {"organizations/acme", "organizations/acme/objectives/grow"};
  std::set<std::string> away_;
};

TEST_F(ExistenceTest, NamesWhatIsMissing) {
  EXPECT_THAT(Check({"organizations/acme", "", "organizations/acme/objectives/grow"}), IsOk());
  const absl::Status cycle = Check({"organizations/acme", "organizations/acme/cycles/nope"});
  EXPECT_THAT(cycle, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(std::string(cycle.message()), HasSubstr("organizations/acme/cycles/nope"));
}

TEST_F(ExistenceTest, NamesWhatAMissingThingBelongsTo) {
  const absl::Status organization = Check({"organizations/nope/objectives/grow/keyResults/-"});
  EXPECT_THAT(std::string(organization.message()), HasSubstr("'organizations/nope'"));
  EXPECT_THAT(Check({"organizations/acme/objectives/grow/keyResults/-"}), IsOk());
  EXPECT_THAT(Check({"organizations/acme/objectives/-/keyResults/-"}), IsOk());
}

TEST_F(ExistenceTest, WhatCannotBeKnownCountsAsThere) {
  away_.insert("organizations/acme/cycles/nope");
  EXPECT_THAT(Check({"organizations/acme/cycles/nope"}), IsOk());
}

}  // namespace
}  // namespace okapi::cli
