#include "services/reporting/live/lane.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>

namespace okapi::reporting {
namespace {

TEST(LaneTest, TasksRunInTheOrderOfPostingAndDelayedOnesLater) {
  Lane lane;
  std::string order;  // On the lane only, until `done`.
  std::promise<void> done;
  lane.Post([&] {
    lane.PostAfter(absl::Milliseconds(20), [&] {
      order += "d";
      done.set_value();
    });
    lane.PostAfter(absl::Milliseconds(1), [&] { order += "c"; });
    lane.Post([&] { order += "a"; });
    lane.Post([&] { order += "b"; });
  });
  done.get_future().get();
  EXPECT_EQ(order, "abcd");
}

TEST(LaneTest, StopDropsWhatHasNotRun) {
  Lane lane;
  auto held = std::make_shared<int>(1);
  std::weak_ptr<int> watched = held;
  lane.PostAfter(absl::Hours(1), [held = std::move(held)] {});
  EXPECT_FALSE(watched.expired());
  lane.Stop();
  EXPECT_TRUE(watched.expired());
  lane.Post([] { FAIL() << "ran after Stop()"; });
}

}  // namespace
}  // namespace okapi::reporting
