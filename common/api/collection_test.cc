#include "common/api/collection.h"

#include <gmock/gmock.h>

#include "okapi/goals/v1/resources.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_database.h"

namespace okapi::api {
namespace {

using okapi::goals::v1::Organization;
using okapi::testing::IsOk;
using okapi::testing::StatusIs;

constexpr storage::Family kOrganizations{"organizations"};
constexpr storage::Family kBeside{"beside"};

// Organizations, with something that is kept beside each: which fails for the one called `lost`.
class CollectionTest : public ::testing::Test {
 protected:
  static Collection<Organization>::Options Options() {
    Collection<Organization>::Options options;
    options.family = kOrganizations;
    options.on_store = [](journal::Transaction& transaction, const Organization*,
                          const Organization& after) {
      transaction.Put(kBeside, after.name(), "kept");
      return after.display_name() == "lost" ? absl::DataLossError("of the index")
                                            : absl::OkStatus();
    };
    return options;
  }
  absl::Status Create(const std::string& id, const std::string& display_name) {
    Organization organization;
    organization.set_display_name(display_name);
    return temp_.journal()
        .Commit({},
                [&](journal::Transaction& transaction) {
                  return organizations_.Create(transaction, "", id, "organization_id", organization)
                      .status();
                })
        .status();
  }
  bool IsThere(const storage::Family& family, const std::string& key) {
    const auto found = temp_.journal().Read()->reader->Find(family, key);
    EXPECT_THAT(found, IsOk());
    return found.ok() && found->has_value();
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  base::RandomIdGenerator ids_;
  testing::TempJournal temp_{{kOrganizations, kBeside}, clock_, {}};
  Collection<Organization> organizations_{Options(), ids_};
};

TEST_F(CollectionTest, AWriteWhoseKeepingUpFailsFailsWhole) {
  ASSERT_THAT(Create("acme", "Acme"), IsOk());
  EXPECT_TRUE(IsThere(kBeside, "organizations/acme"));
  EXPECT_THAT(Create("gone", "lost"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_FALSE(IsThere(kBeside, "organizations/gone"));
  EXPECT_THAT(organizations_.Get(*temp_.journal().Read()->reader, "organizations/gone"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(organizations_.Get(*temp_.journal().Read()->reader, "organizations/acme"), IsOk());
}

}  // namespace
}  // namespace okapi::api
