// What watchers and auditors hear of private objectives.

#include <gmock/gmock.h>

#include <vector>

#include "common/journal/chain.h"
#include "okapi/common/v1/audit_service.grpc.pb.h"
#include "tests/integration/goals_private_fixture.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::AuditRecord;
using okapi::common::v1::AuditService;
using okapi::common::v1::ChangeRecord;
using okapi::common::v1::ResourceChange;
using okapi::testing::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class GoalsPrivateChangesTest : public GoalsPrivateFixture {
 protected:
  // The records so far, as the caller sees them.
  std::vector<ChangeRecord> Watched(int64_t after = 0) {
    // Something that everybody sees ends the wait.
    EXPECT_THAT(CreateTeam(absl::StrCat("t", ++marks_)), IsOk());
    const std::string mark = absl::StrCat("organizations/o/teams/t", marks_);
    std::vector<ChangeRecord> records;
    ChangesWatch watch(scene_, after);
    watch.AwaitRecord([&](const ChangeRecord& record) {
      records.push_back(record);
      return !record.changes().empty() && record.changes(0).name() == mark;
    });
    records.pop_back();
    return records;
  }
  std::vector<AuditRecord> Audited() {
    const auto stub = AuditService::NewStub(scene_.channel());
    grpc::ClientContext context;
    scene_.Prepare(context);
    okapi::common::v1::StreamRecordsRequest request;
    request.set_parent("organizations/o");
    const auto reader = stub->StreamRecords(&context, request);
    okapi::common::v1::StreamRecordsResponse message;
    std::vector<AuditRecord> records;
    while (reader->Read(&message)) {
      records.insert(records.end(), message.records().begin(), message.records().end());
    }
    EXPECT_TRUE(reader->Finish().ok());
    return records;
  }
  static std::string TextOf(const std::vector<ChangeRecord>& records) {
    std::string text;
    for (const ChangeRecord& record : records) absl::StrAppend(&text, record.SerializeAsString());
    return text;
  }

 private:
  int marks_ = 0;
};

TEST_F(GoalsPrivateChangesTest, AWatchNamesItToThoseWhoSeeItOnly) {
  for (const char* caller : {"", "dan"}) {
    As(caller);
    EXPECT_THAT(TextOf(Watched()), AllOf(HasSubstr(kSeen), Not(HasSubstr(kHidden))));
  }
  for (const char* caller : {"anna", "ben", "cleo"}) {
    As(caller);
    EXPECT_THAT(TextOf(Watched()), HasSubstr(kHidden));
  }
}

TEST_F(GoalsPrivateChangesTest, AChangeThatIsHiddenStillSaysThatThereWasOne) {
  As("dan");
  const int64_t before = Watched().back().revision() + 1;
  As("anna");
  ASSERT_THAT(CheckIn(kHidden, "d", 3), IsOk());
  const auto whole = Watched(before);
  ASSERT_EQ(whole.size(), 1);
  EXPECT_EQ(whole[0].actor(), "organizations/o/members/anna");
  EXPECT_EQ(whole[0].changes_size(), 2);  // The check-in and its key result.
  EXPECT_EQ(whole[0].hash(), journal::HashOf(whole[0]));
  As("dan");
  const auto left = Watched(before);
  ASSERT_GE(left.size(), 1);
  EXPECT_EQ(left[0].revision(), whole[0].revision());
  EXPECT_TRUE(left[0].changes().empty());
  EXPECT_EQ(left[0].actor() + left[0].method() + left[0].hash() + left[0].previous_hash(), "");
}

TEST_F(GoalsPrivateChangesTest, WhatBecomesPublicAppearsAndWhatBecomesPrivateIsGone) {
  As("dan");
  const int64_t before = Watched().back().revision() + 1;
  As("anna");
  ASSERT_THAT(Update(kHidden, "visibility: ORGANIZATION ", "paths: 'visibility'"), IsOk());
  ASSERT_THAT(Update(kHidden, "visibility: PRIVATE ", "paths: 'visibility'"), IsOk());
  As("dan");
  const auto records = Watched(before);
  ASSERT_EQ(records.size(), 2);
  const ResourceChange& appeared = records[0].changes(0);
  EXPECT_FALSE(appeared.has_before());
  EXPECT_TRUE(appeared.has_after());
  const ResourceChange& gone = records[1].changes(0);
  EXPECT_TRUE(gone.has_before());
  EXPECT_FALSE(gone.has_after());
}

TEST_F(GoalsPrivateChangesTest, TheHistoryOfWhatIsDeletedStaysHidden) {
  As("anna");
  ASSERT_THAT(Call(&Goals::DeleteObjective, Named(NameOf(kHidden)) + "force: true"), IsOk());
  As("dan");
  EXPECT_THAT(TextOf(Watched()), Not(HasSubstr(kHidden)));
  EXPECT_THAT(CreateObjective(kHidden),
              okapi::testing::ReasonIs(status::ErrorReason::RESOURCE_EXISTS));
  As("anna");
  ASSERT_THAT(CreateObjective(kHidden), IsOk());  // Another one, for everybody.
  As("dan");
  const auto records = Watched();
  int seen = 0;
  for (const auto& record : records) {
    for (const auto& change : record.changes()) seen += change.name() == NameOf(kHidden) ? 1 : 0;
  }
  EXPECT_EQ(seen, 1);
}

TEST_F(GoalsPrivateChangesTest, NoRecordOfAnotherNamesIt) {
  As("anna");  // Sees it, and writes the record that others read.
  ASSERT_THAT(Update("top", "description: 'x' ", "paths: 'description'"), IsOk());
  As("dan");
  EXPECT_THAT(TextOf(Watched()), Not(HasSubstr(kHidden)));
}

TEST_F(GoalsPrivateChangesTest, TheChainHoldsForEverybody) {
  for (const char* caller : {"", "dan", "ben", "cleo"}) {
    As(caller);
    journal::ChainCheck check("");
    int withheld = 0;
    for (const AuditRecord& record : Audited()) {
      if (record.has_record()) {
        EXPECT_THAT(check.Take(record.record()), IsOk());
      } else {
        ++withheld;
        EXPECT_THAT(check.TakeWithheld(record.withheld().revision(),
                                       record.withheld().previous_hash(), record.withheld().hash()),
                    IsOk());
      }
    }
    // Created, two key results, an initiative, activated, reported, commented.
    EXPECT_EQ(withheld, caller == std::string("ben") || caller == std::string("cleo") ? 0 : 7);
  }
}

}  // namespace
}  // namespace okapi::goals
