#include "common/api/collection.h"

#include <gmock/gmock.h>

#include "okapi/goals/v1/resources.pb.h"
#include "tests/support/field_matchers.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_database.h"

namespace okapi::api {
namespace {

using okapi::goals::v1::Organization;
using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::StatusIs;

constexpr storage::Family kOrganizations{"organizations"};
constexpr storage::Family kBeside{"beside"};

// Organizations, with something that is kept beside each: which fails for the one called `lost`.
class CollectionTest : public ::testing::Test {
 protected:
  Collection<Organization>::Options Options() {
    Collection<Organization>::Options options;
    options.family = kOrganizations;
    options.on_store = [](journal::Transaction& transaction, const Organization*,
                          const Organization& after) {
      transaction.Put(kBeside, after.name(), "kept");
      return after.display_name() == "lost" ? absl::DataLossError("of the index")
                                            : absl::OkStatus();
    };
    options.check = [this](const storage::Reader&, const Organization*, Organization&) {
      ++checks_;
      return absl::OkStatus();
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
  absl::Status Note(const Organization& organization) {
    return temp_.journal()
        .Commit({},
                [&](journal::Transaction& transaction) {
                  return organizations_.Note(transaction, organization);
                })
        .status();
  }
  absl::StatusOr<Organization> Get(const std::string& name) {
    return organizations_.Get(*temp_.journal().Read()->reader, name);
  }
  bool IsThere(const storage::Family& family, const std::string& key) {
    const auto found = temp_.journal().Read()->reader->Find(family, key);
    EXPECT_THAT(found, IsOk());
    return found.ok() && found->has_value();
  }

  int checks_ = 0;
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
  EXPECT_THAT(Get("organizations/gone"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Get("organizations/acme"), IsOk());
}

// Who edits it by the etag that was read before is not refused.
TEST_F(CollectionTest, WhatAServiceNotesOfAResourceNobodyChanged) {
  ASSERT_THAT(Create("acme", "Acme"), IsOk());
  const Organization before = *Get("organizations/acme");
  Organization noted = before;
  noted.set_display_name("noted");
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(checks_, 1) << "of the creation";
  ASSERT_THAT(Note(noted), IsOk());
  EXPECT_EQ(checks_, 1);
  EXPECT_EQ(Get("organizations/acme")->DebugString(), noted.DebugString())
      << "with its etag and its times";
}

TEST_F(CollectionTest, WhoeverWatchesHearsWhatIsNoted) {
  ASSERT_THAT(Create("acme", "Acme"), IsOk());
  const Organization before = *Get("organizations/acme");
  Organization noted = before;
  noted.set_display_name("noted");
  ASSERT_THAT(Note(noted), IsOk());
  const auto records = temp_.journal().ReadChanges(1, 10);
  ASSERT_THAT(records, IsOk());
  ASSERT_EQ(records->size(), 1U);
  ASSERT_EQ((*records)[0].changes_size(), 1);
  const auto& change = (*records)[0].changes(0);
  EXPECT_EQ(change.name(), "organizations/acme");
  Organization told;
  ASSERT_TRUE(change.before().UnpackTo(&told));
  EXPECT_EQ(told.DebugString(), before.DebugString());
  ASSERT_TRUE(change.after().UnpackTo(&told));
  EXPECT_EQ(told.DebugString(), noted.DebugString());
}

TEST_F(CollectionTest, WhatIsNotedKeepsToTheAnnotations) {
  ASSERT_THAT(Create("acme", "Acme"), IsOk());
  Organization noted = *Get("organizations/acme");
  noted.clear_display_name();
  EXPECT_THAT(Note(noted), BadFieldIs("organization.display_name"));
  EXPECT_EQ(Get("organizations/acme")->display_name(), "Acme");
}

}  // namespace
}  // namespace okapi::api
