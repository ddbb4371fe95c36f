#include "services/reporting/neighbours/patience.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace okapi::reporting {
namespace {

const absl::Status kRanOut = absl::DeadlineExceededError("too late");

class PatienceTest : public ::testing::Test {
 protected:
  // Ends the probe under way.
  void EndProbe(const absl::Status& outcome) {
    ASSERT_FALSE(probes_.empty());
    std::exchange(probes_, {}).front()(outcome);
  }

  std::vector<std::function<void(const absl::Status&)>> probes_;
  std::unique_ptr<Patience> patience_ = std::make_unique<Patience>(
      Patience::Probe{[this](auto done) { probes_.push_back(std::move(done)); },
                      [this] { EndProbe(absl::CancelledError()); }});
};

TEST_F(PatienceTest, ALongWaitForNothingMakesTheNextOnesShortUntilThereIsAnAnswer) {
  EXPECT_EQ(patience_->Wait(), absl::Seconds(2));
  patience_->Heard(Patience::kLong, kRanOut);
  EXPECT_EQ(patience_->Wait(), absl::Milliseconds(200));
  EXPECT_EQ(patience_->Wait(), absl::ZeroDuration());
  patience_->Heard(Patience::kShort, absl::OkStatus());
  EXPECT_EQ(patience_->Wait(), absl::Seconds(2));
}

TEST_F(PatienceTest, ARefusalIsAnAnswerAndAnAbsenceIsNone) {
  patience_->Heard(Patience::kLong, kRanOut);
  patience_->Heard(Patience::kShort, absl::UnavailableError("connection refused"));
  EXPECT_EQ(patience_->Wait(), Patience::kShort);
  patience_->Heard(Patience::kShort, absl::NotFoundError("no such organization"));
  EXPECT_EQ(patience_->Wait(), Patience::kLong);
}

TEST_F(PatienceTest, AnAbsenceIsSoonKnownAndCostsNoPatience) {
  patience_->Heard(Patience::kLong, absl::UnavailableError("connection refused"));
  EXPECT_EQ(patience_->Wait(), Patience::kLong);
}

// Else one that needs longer than a short wait for every answer would be given none ever again.
TEST_F(PatienceTest, AShortWaitThatRunsOutProvesNothing) {
  patience_->Heard(Patience::kLong, kRanOut);
  patience_->Heard(Patience::kShort, absl::OkStatus());
  patience_->Heard(Patience::kShort, kRanOut);
  EXPECT_EQ(patience_->Wait(), Patience::kLong);
}

TEST_F(PatienceTest, WorkThatTakesTooLongProvesNothing) {
  patience_->Heard(Patience::kWork, kRanOut);
  EXPECT_EQ(patience_->Wait(), Patience::kLong);
}

TEST_F(PatienceTest, OneProbeAtATimeFindsOutWhetherItIsWell) {
  EXPECT_EQ(patience_->Wait(), Patience::kLong);
  EXPECT_EQ(probes_.size(), 0);
  patience_->Heard(Patience::kLong, kRanOut);
  EXPECT_EQ(patience_->Wait(), Patience::kShort);
  EXPECT_EQ(patience_->Wait(), absl::ZeroDuration());
  EXPECT_EQ(probes_.size(), 1);
  EndProbe(kRanOut);
  EXPECT_EQ(patience_->Wait(), Patience::kShort);
  EndProbe(absl::OkStatus());
  EXPECT_EQ(patience_->Wait(), Patience::kLong);
  EXPECT_EQ(probes_.size(), 0);
}

TEST_F(PatienceTest, AProbeUnderWayEndsWithIt) {
  patience_->Heard(Patience::kLong, kRanOut);
  patience_->Wait();
  EXPECT_EQ(probes_.size(), 1);
  patience_.reset();
  EXPECT_EQ(probes_.size(), 0);
}

}  // namespace
}  // namespace okapi::reporting
