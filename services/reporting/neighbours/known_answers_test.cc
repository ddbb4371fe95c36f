#include "services/reporting/neighbours/known_answers.h"

#include <gtest/gtest.h>

#include "common/base/clock.h"
#include "common/rpc/retry.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "tests/support/temp_database.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::AggregateKpiResponse;

const absl::Time kStart = absl::FromUnixSeconds(1'700'000'000);

AggregateKpiResponse ResponseOf(const std::string& kpi) {
  AggregateKpiResponse response;
  response.set_kpi(kpi);
  return response;
}

AnswerKey KeyOf(const std::string& request) { return {"organizations/o", "AggregateKpi", request}; }

class KnownAnswersTest : public ::testing::Test {
 protected:
  KnownAnswersTest() { Load(); }

  // As after a restart of the service.
  void Load(size_t answers_max = 100) {
    answers_.reset();
    auto loaded = KnownAnswers::Load(database_.journal(), answers_max);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    answers_ = *std::move(loaded);
  }
  // Waits until what was remembered before is on disk.
  int64_t Settled() {
    return *database_.journal().Commit({}, [](journal::Transaction&) { return absl::OkStatus(); });
  }
  Answer<AggregateKpiResponse> Ask(const std::string& question,
                                   absl::StatusOr<AggregateKpiResponse> outcome, absl::Time now) {
    return answers_->Settle(KeyOf(question), std::move(outcome), now);
  }

  base::FakeClock clock_{kStart};
  testing::TempJournal database_{{kNeighbourAnswers}, clock_};
  std::unique_ptr<KnownAnswers> answers_;
};

TEST_F(KnownAnswersTest, AGoodAnswerIsGivenAsItIs) {
  const auto answer = Ask("q", ResponseOf("k"), kStart);
  EXPECT_TRUE(answer.problem.ok());
  EXPECT_EQ(answer.time, kStart);
  EXPECT_EQ(answer.value.kpi(), "k");
}

TEST_F(KnownAnswersTest, TheLastAnswerStandsInWhenTheNeighbourIsAway) {
  Ask("q", ResponseOf("old"), kStart);
  Ask("q", ResponseOf("new"), kStart + absl::Seconds(1));
  Settled();
  const auto answer = Ask("q", absl::UnavailableError("away"), kStart + absl::Hours(1));
  EXPECT_TRUE(absl::IsUnavailable(answer.problem));
  EXPECT_EQ(answer.time, kStart + absl::Seconds(1));
  EXPECT_EQ(answer.value.kpi(), "new");
}

TEST_F(KnownAnswersTest, AnswersSurviveARestart) {
  Ask("q", ResponseOf("k"), kStart);
  Settled();
  Load();
  EXPECT_EQ(Ask("q", absl::DeadlineExceededError("slow"), kStart).value.kpi(), "k");
}

TEST_F(KnownAnswersTest, NothingKnownIsEmptyAndWithoutTime) {
  const auto answer = Ask("q", absl::UnavailableError("away"), kStart);
  EXPECT_FALSE(answer.known());
  EXPECT_TRUE(rpc::MayPass(answer.problem));
}

TEST_F(KnownAnswersTest, ARefusalIsNotReplacedByWhatIsKnown) {
  Ask("q", ResponseOf("k"), kStart);
  Settled();
  const auto answer = Ask("q", absl::NotFoundError("gone"), kStart);
  EXPECT_FALSE(answer.known());
  EXPECT_FALSE(rpc::MayPass(answer.problem));
}

TEST_F(KnownAnswersTest, AnUnchangedAnswerIsNotWrittenAgainWithinAMinute) {
  Ask("q", ResponseOf("k"), kStart);
  const int64_t before = Settled();
  Ask("q", ResponseOf("k"), kStart + absl::Seconds(59));
  EXPECT_EQ(Settled(), before);
  // All the same, the time at which it was last received is known.
  EXPECT_EQ(Ask("q", absl::UnavailableError("away"), kStart).time, kStart + absl::Seconds(59));
  Ask("q", ResponseOf("k"), kStart + absl::Seconds(60));
  EXPECT_EQ(Settled(), before + 1);
}

TEST_F(KnownAnswersTest, TheOldestAnswerIsForgottenWhenThereAreTooMany) {
  Load(/*answers_max=*/2);
  Ask("a", ResponseOf("a"), kStart);
  Ask("b", ResponseOf("b"), kStart + absl::Seconds(1));
  Ask("a", ResponseOf("a2"), kStart + absl::Seconds(2));
  Ask("c", ResponseOf("c"), kStart + absl::Seconds(3));
  Settled();
  EXPECT_TRUE(Ask("a", absl::UnavailableError("away"), kStart).known());
  EXPECT_FALSE(Ask("b", absl::UnavailableError("away"), kStart).known());
  EXPECT_TRUE(Ask("c", absl::UnavailableError("away"), kStart).known());
}

TEST(AnswerKeyTest, IsReadBackAsItWasWritten) {
  const AnswerKey key{"organizations/o", "ListKpis", std::string("\0\xff request", 10)};
  const auto decoded = AnswerKey::Decode(key.Encode());
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->organization, key.organization);
  EXPECT_EQ(decoded->method, key.method);
  EXPECT_EQ(decoded->request, key.request);
}

}  // namespace
}  // namespace okapi::reporting
