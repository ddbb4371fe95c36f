#include "services/reporting/neighbours/hidden_answers.h"

#include <gmock/gmock.h>

#include "common/base/clock.h"
#include "tests/support/temp_database.h"

namespace okapi::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

const absl::Time kFirstAnswer = absl::FromUnixSeconds(1'700'000'000);

class HiddenAnswersTest : public ::testing::Test {
 protected:
  HiddenAnswersTest() { Load(); }

  // As after a restart of the service.
  void Load() {
    hidden_.reset();
    known_.reset();
    auto loaded = KnownAnswers::Load(database_.journal());
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    known_ = *std::move(loaded);
    hidden_ = std::make_unique<HiddenAnswers>(*known_);
  }
  // The revision once all that was remembered is on disk.
  int64_t Settled() {
    return *database_.journal().Commit({}, [](journal::Transaction&) { return absl::OkStatus(); });
  }

  base::FakeClock clock_{kFirstAnswer};
  testing::TempJournal database_{{kNeighbourAnswers}, clock_};
  std::unique_ptr<KnownAnswers> known_;
  std::unique_ptr<HiddenAnswers> hidden_;
};

TEST_F(HiddenAnswersTest, AnswersAboutDifferentObjectivesAddUp) {
  for (const bool restarted : {false, true}) {
    SCOPED_TRACE(restarted);
    if (!restarted) {
      hidden_->Remember("organizations/o", {{"a", true}, {"b", true}}, kFirstAnswer);
      hidden_->Remember("organizations/o", {{"b", false}, {"c", true}}, kFirstAnswer);
      hidden_->Remember("organizations/p", {{"a", false}}, kFirstAnswer);
      Settled();
    } else {
      Load();
    }
    EXPECT_THAT(hidden_->Recall("organizations/o"),
                ElementsAre(Pair("a", true), Pair("b", false), Pair("c", true)));
    EXPECT_THAT(hidden_->Recall("organizations/p"), ElementsAre(Pair("a", false)));
    EXPECT_THAT(hidden_->Recall("organizations/q"), IsEmpty());
  }
}

TEST_F(HiddenAnswersTest, WhatIsAddedAfterARestartLosesNothing) {
  hidden_->Remember("organizations/o", {{"a", true}}, kFirstAnswer);
  Settled();
  Load();
  hidden_->Remember("organizations/o", {{"b", true}}, kFirstAnswer);
  Settled();
  Load();
  EXPECT_THAT(hidden_->Recall("organizations/o"), ElementsAre(Pair("a", true), Pair("b", true)));
}

TEST_F(HiddenAnswersTest, WhatIsKnownAlreadyIsNotWritten) {
  hidden_->Remember("organizations/o", {{"a", true}, {"b", false}}, kFirstAnswer);
  const int64_t written = Settled();
  for (int i = 0; i < 300; ++i) {
    hidden_->Remember("organizations/o", {{i % 2 == 0 ? "a" : "b", i % 2 == 0}}, kFirstAnswer);
  }
  EXPECT_EQ(Settled(), written);
}

}  // namespace
}  // namespace okapi::reporting
