#include "services/cli/session/option_names.h"

#include <gtest/gtest.h>

#include "common/status/errors.h"

namespace okapi::cli {
namespace {

TEST(InOptionsTest, WhoTypedAnOptionHearsOfThat) {
  const OptionNames options = {{"start_time", "--since"}, {"end_time", "--until"}};
  EXPECT_EQ(
      InOptions(status::InvalidField("end_time", "must lie after `start_time`"), options).message(),
      "--until: must lie after --since");
  EXPECT_EQ(InOptions(status::InvalidField("team", "is none"), options).message(), "team: is none");
  EXPECT_EQ(InOptions(status::NotFound("organizations/o"), options),
            status::NotFound("organizations/o"));
}

}  // namespace
}  // namespace okapi::cli
