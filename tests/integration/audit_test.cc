#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <sstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/journal/chain.h"
#include "common/journal/change_log.h"
#include "common/rpc/audit_service.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server.h"
#include "google/type/date.pb.h"
#include "okapi/storage/v1/records.pb.h"
#include "services/cli/session/command.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_database.h"

namespace okapi::cli {
namespace {

using okapi::common::v1::ChangeRecord;
using okapi::testing::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The journal of a service, served; `okapi audit verify` beside it; and a way to its database that
// goes round both.
class AuditTest : public ::testing::Test {
 protected:
  AuditTest() {
    runtime_.emplace(database_.journal(), clock_);
    audit_ = std::make_unique<rpc::AuditService>(*runtime_);
    rpc::ServerOptions options;
    options.listen = "127.0.0.1:0";
    server_ = std::make_unique<rpc::Server>(options, *runtime_);
    server_->AddService(audit_.get());
    const auto port = server_->Start();
    EXPECT_THAT(port, IsOk());
    session_.addresses.goals = absl::StrCat("127.0.0.1:", port.value_or(0));
    session_.addresses.metrics = session_.addresses.goals;
    session_.addresses.reporting = session_.addresses.goals;
    session_.org = "acme";
    session_.out = &out_;
    session_.err = &err_;
  }

  void Change(const std::string& organization = "acme") {
    const auto committed = database_.journal().Commit({}, [&](journal::Transaction& transaction) {
      google::type::Date resource;
      resource.set_year(2025);
      transaction.RecordChange(absl::StrCat("organizations/", organization, "/teams/t"), nullptr,
                               &resource);
      return absl::OkStatus();
    });
    ASSERT_THAT(committed, IsOk());
  }
  // Revisions 1 to 6; 2 and 5 are another organization's.
  void SixChanges() {
    for (const char* organization : {"acme", "other", "acme", "acme", "other", "acme"}) {
      Change(organization);
    }
  }

  // On disk, past the journal.
  ChangeRecord Stored(int64_t revision) {
    ChangeRecord record;
    const auto bytes =
        *database_.database().Snapshot()->Find(journal::kChanges, journal::ChangeKey(revision));
    EXPECT_TRUE(bytes.has_value() && record.ParseFromString(*bytes));
    return record;
  }
  void Store(int64_t revision, const std::string& bytes) {
    const auto group = database_.database().BeginGroup();
    group->Put(journal::kChanges, journal::ChangeKey(revision), bytes);
    ASSERT_THAT(database_.database().Write(*group), IsOk());
  }
  void Store(const ChangeRecord& record) { Store(record.revision(), record.SerializeAsString()); }
  void Remove(int64_t revision) {
    const auto group = database_.database().BeginGroup();
    group->Delete(journal::kChanges, journal::ChangeKey(revision));
    ASSERT_THAT(database_.database().Write(*group), IsOk());
  }
  void Edit(int64_t revision) {
    ChangeRecord record = Stored(revision);
    record.set_actor("eve");
    Store(record);
  }
  // Writes the chain anew from a revision on, as somebody would who has the whole disk.
  void Relink(int64_t from) {
    auto state = *journal::ReadState(*database_.database().Snapshot());
    std::string hash = Stored(from - 1).hash();
    for (int64_t revision = from; revision <= state.revision(); ++revision) {
      ChangeRecord record = Stored(revision);
      journal::Link(hash, record);
      hash = record.hash();
      Store(record);
    }
    state.set_last_hash(hash);
    const auto group = database_.database().BeginGroup();
    group->Put(journal::kJournal, journal::kStateKey, state.SerializeAsString());
    ASSERT_THAT(database_.database().Write(*group), IsOk());
  }

  int Verify(const std::string& options = "--service goals") {
    out_.str("");
    err_.str("");
    CLI::App app;
    AddAudit(app, session_);
    app.parse("audit verify " + options);
    return session_.run();
  }
  std::string AfterAndHash(int64_t revision) {
    return absl::StrCat("--service goals --after ", revision, " --hash ",
                        absl::BytesToHexString(Stored(revision).hash()));
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  testing::TempJournal database_{{}, clock_};
  std::optional<rpc::Runtime> runtime_;
  std::unique_ptr<rpc::AuditService> audit_;
  std::unique_ptr<rpc::Server> server_;
  Session session_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(AuditTest, AnUntouchedServicePasses) {
  SixChanges();
  EXPECT_EQ(Verify(), kExitOk) << err_.str();
  EXPECT_EQ(out_.str(), absl::StrCat("goals: the chain of 6 records holds, 2 without content\n"
                                     "  revision 6, hash ",
                                     absl::BytesToHexString(Stored(6).hash()), "\n"));
}

TEST_F(AuditTest, EveryServiceIsVerifiedUnlessOneIsNamed) {
  SixChanges();
  EXPECT_EQ(Verify(""), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("goals: "), HasSubstr("metrics: "), HasSubstr("reporting: ")));
  session_.output = "json";
  EXPECT_EQ(Verify("--service metrics"), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("{\"service\": \"metrics\", \"records\": 6, \"withheld\": 2, "
                                    "\"trimmedRevision\": 0, \"revision\": 6, \"hash\": \""));
}

TEST_F(AuditTest, AServiceWithoutChangesPasses) {
  EXPECT_EQ(Verify(), kExitOk) << err_.str();
  EXPECT_EQ(out_.str(), "goals: the chain of 0 records holds\n  revision 0, hash -\n");
}

TEST_F(AuditTest, AChainOfManyMessagesPasses) {
  for (int i = 0; i < 600; ++i) Change(i % 3 == 0 ? "other" : "acme");
  EXPECT_EQ(Verify(), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("600 records holds, 200 without content\n"));
}

TEST_F(AuditTest, AnEditedRecordIsNamed) {
  SixChanges();
  Edit(3);
  EXPECT_EQ(Verify(), kExitRefused);
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_EQ(err_.str(), "okapi: goals: the chain of changes breaks at revision 3\n");
}

TEST_F(AuditTest, AnEditedRecordOfAnotherOrganizationShowsAtTheNext) {
  SixChanges();
  Edit(2);
  EXPECT_EQ(Verify(), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr("breaks at revision 3\n"));
}

TEST_F(AuditTest, AnUnreadableRecordIsNamed) {
  SixChanges();
  Store(4, "\xff\xff");
  EXPECT_EQ(Verify(), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr("breaks at revision 4\n"));
}

TEST_F(AuditTest, ARecordThatClaimsAnEarlierRevisionIsNamed) {
  SixChanges();
  ChangeRecord record = Stored(4);
  record.set_revision(1);
  journal::Link(Stored(3).hash(), record);
  Store(4, record.SerializeAsString());
  EXPECT_EQ(Verify(), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr("breaks at revision 1\n"));
}

TEST_F(AuditTest, RemovedRecordsShow) {
  SixChanges();
  Remove(6);
  EXPECT_EQ(Verify(), kExitRefused);
  EXPECT_EQ(err_.str(), "okapi: goals: records are missing behind revision 5\n");
  Remove(3);
  EXPECT_EQ(Verify(), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr("breaks at revision 4\n"));
  Remove(1);
  EXPECT_EQ(Verify(), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr("breaks at revision 2\n"));
}

TEST_F(AuditTest, WhatIsNotKeptAnyMoreIsTold) {
  SixChanges();
  ASSERT_THAT(database_.journal().TrimThrough(2), IsOk());
  EXPECT_EQ(Verify(), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("4 records holds, 1 without content; those up to "
                                    "revision 2 are not kept any more\n"));
  EXPECT_EQ(Verify("--service goals --after 1"), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr("not kept any more"));
}

TEST_F(AuditTest, AChainWrittenAnewIsRevealedByWhatWasKeptElsewhere) {
  SixChanges();
  const std::string kept = AfterAndHash(4);
  EXPECT_EQ(Verify(kept), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("2 records holds"));
  const std::string end = AfterAndHash(6);
  EXPECT_EQ(Verify(end), kExitOk) << err_.str();
  Edit(3);
  Relink(3);
  EXPECT_EQ(Verify(), kExitOk) << err_.str();  // By itself it holds.
  EXPECT_EQ(Verify(kept), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr("breaks at revision 5\n"));
  EXPECT_EQ(Verify(end), kExitRefused);
}

TEST_F(AuditTest, WrongUsageIsToldBeforeAnyCall) {
  EXPECT_EQ(Verify("--after 3"), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--after needs --service"));
  EXPECT_EQ(Verify("--service goals --hash 00"), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--hash needs --after"));
  EXPECT_EQ(Verify("--service goals --after 3 --hash 00"), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("not the 64 digits"));
  session_.org = "";
  EXPECT_EQ(Verify(), kExitUsage);
}

TEST_F(AuditTest, AServiceThatDoesNotAnswerIsNotABrokenChain) {
  SixChanges();
  session_.addresses.metrics = "127.0.0.1:1";
  EXPECT_EQ(Verify(""), kExitUnreachable);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("goals: "), Not(HasSubstr("metrics"))));
  EXPECT_THAT(err_.str(), HasSubstr("metrics: the metrics service at 127.0.0.1:1 does not answer"));
}

}  // namespace
}  // namespace okapi::cli
