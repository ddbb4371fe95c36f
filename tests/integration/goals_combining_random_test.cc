// Random graphs of key results that are made of others, over gRPC, against a recomputation that
// knows nothing but the definitions and what was reported.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "tests/integration/goals_combining_fixture.h"

namespace okapi::goals {
namespace {

using okapi::testing::IsOk;

using Combination = v1::KeyResultSource::Combination;

struct Value {
  double number = 0;
  absl::Time time;
};

struct Reported {
  std::string check_in;
  Value value;
};

struct Node {
  std::vector<int> parts;  // None: people report it.
  Combination combination = v1::KeyResultSource::SUM;
  std::vector<Reported> reports;  // Those that stand, in the order in which they came.
};

class GoalsCombiningRandomTest : public GoalsCombiningFixture {
 protected:
  static constexpr int kNodes = 24;
  static constexpr int kDays = 40;

  void SetUp() override {
    GoalsFixture::SetUp();
    for (int objective = 0; objective < 3; ++objective) {
      ASSERT_THAT(CreateObjective(absl::StrCat("o", objective)), IsOk());
    }
  }
  static std::string IdOf(int node) { return absl::StrCat("o", node % 3, "/k", node); }
  int Below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

  // Of a node: some of those below it in a hidden order of all, so that nothing leads back.
  void Define(int node) {
    Node& it = nodes_[node];
    it.parts.clear();
    it.combination = static_cast<Combination>(1 + Below(5));
    for (int other = 0; other < kNodes; ++other) {
      if (rank_[other] < rank_[node] && Below(4) == 0) it.parts.push_back(other);
    }
    std::shuffle(it.parts.begin(), it.parts.end(), random_);
    std::vector<std::string> ids;
    for (const int part : it.parts) ids.push_back(IdOf(part));
    const auto updated =
        ids.empty()
            ? Update(IdOf(node), "", "key_result_source")
            : MakeOf(IdOf(node), ids, v1::KeyResultSource::Combination_Name(it.combination));
    ASSERT_THAT(updated, IsOk());
  }
  void Report(int node, const std::string& more = "") {
    const Value value{Below(2000) / 8.0 - 100, absl::FromUnixSeconds(kNow - Below(kDays) * 86400)};
    const auto report = ReportValue(
        IdOf(node), value.number,
        absl::StrCat("value_time { seconds: ", absl::ToUnixSeconds(value.time), " }", more));
    ASSERT_THAT(report, IsOk());
    nodes_[node].reports.push_back({report->name(), value});
  }
  // Takes something that was reported back, or says it anew, of another day.
  void Correct(int node) {
    auto& reports = nodes_[node].reports;
    if (reports.empty()) return;
    const auto wrong = reports.begin() + Below(static_cast<int>(reports.size()));
    const std::string corrects = absl::StrCat("corrects: '", wrong->check_in, "'");
    reports.erase(wrong);
    if (Below(2) == 0) return Report(node, corrects);
    ASSERT_THAT(Call(&Goals::CreateCheckIn, absl::StrCat("parent: '", NameOf(IdOf(node)),
                                                         "' check_in { ", corrects, " }")),
                IsOk());
  }

  static std::optional<Value> NewestOf(const Node& node, absl::Time until) {
    std::optional<Value> newest;
    for (const Reported& report : node.reports) {
      const Value& value = report.value;
      if (value.time > until || (newest.has_value() && value.time < newest->time)) continue;
      newest = value;
    }
    return newest;
  }
  // Of what was measured by a time.
  std::optional<Value> Expected(int node, int& missing, absl::Time until) {
    const Node& it = nodes_[node];
    missing = 0;
    if (it.parts.empty()) return NewestOf(it, until);
    std::vector<Value> known;
    for (const int part : it.parts) {
      int of_part = 0;
      const auto value = Expected(part, of_part, until);
      if (value.has_value()) known.push_back(*value);
    }
    missing = static_cast<int>(it.parts.size() - known.size());
    if (known.empty()) return std::nullopt;
    Value result = known[0];
    double sum = 0;
    Value latest = known[0];
    for (const Value& value : known) {
      sum += value.number;  // Of eighths: exact in any order.
      result.time = std::max(result.time, value.time);
      if (value.time > latest.time) latest = value;
      if (it.combination == v1::KeyResultSource::MIN) {
        result.number = std::min(result.number, value.number);
      }
      if (it.combination == v1::KeyResultSource::MAX) {
        result.number = std::max(result.number, value.number);
      }
    }
    if (it.combination == v1::KeyResultSource::SUM) result.number = sum;
    if (it.combination == v1::KeyResultSource::MEAN) {
      result.number = sum / static_cast<double>(known.size());
    }
    if (it.combination == v1::KeyResultSource::LATEST) result.number = latest.number;
    return result;
  }
  // Every day on which something was measured has a point, and no other.
  void CheckHistory(int node) {
    if (nodes_[node].parts.empty()) return;
    const v1::Pace pace = PaceOf(IdOf(node));
    int points = 0;
    for (int days_ago = kDays; days_ago >= 0; --days_ago) {
      const absl::Time day = absl::FromUnixSeconds(kNow - days_ago * 86400);
      int missing = 0;
      const auto expected = Expected(node, missing, day);
      if (!expected.has_value() || expected->time < day) continue;
      ASSERT_LT(points, pace.points_size());
      const auto& point = pace.points(points++);
      EXPECT_EQ(api::FromTimestamp(point.time()), day);
      EXPECT_NEAR(point.value(), expected->number, 1e-6);
    }
    EXPECT_EQ(pace.points_size(), points);
  }
  void CheckAll() {
    for (int node = 0; node < kNodes; ++node) {
      SCOPED_TRACE(IdOf(node));
      ASSERT_NO_FATAL_FAILURE(CheckHistory(node));
      int missing = 0;
      const auto expected = Expected(node, missing, absl::InfiniteFuture());
      const v1::KeyResult shown = Get(IdOf(node));
      ASSERT_EQ(shown.has_current_value(), expected.has_value());
      EXPECT_EQ(shown.key_result_source().missing(), missing);
      if (!expected.has_value()) continue;
      EXPECT_NEAR(shown.current_value(), expected->number, 1e-6);
      EXPECT_EQ(api::FromTimestamp(shown.current_value_time()), expected->time);
    }
  }

  std::mt19937 random_;
  std::map<int, Node> nodes_;
  std::vector<int> rank_;
};

TEST_F(GoalsCombiningRandomTest, EveryWriteLeavesEverythingAsItWouldBeComputedAnew) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  random_.seed(seed);
  // At most 8 ranks, so at most 7 levels.
  for (int node = 0; node < kNodes; ++node) {
    rank_.push_back(Below(8));
    ASSERT_THAT(Create(IdOf(node)), IsOk());
  }
  for (int write = 0; write < 200; ++write) {
    SCOPED_TRACE(absl::StrCat("write ", write));
    const int node = Below(kNodes);
    if (Below(3) == 0) {
      ASSERT_NO_FATAL_FAILURE(Define(node));
    } else if (nodes_[node].parts.empty()) {
      ASSERT_NO_FATAL_FAILURE(Below(4) == 0 ? Correct(node) : Report(node));
    }
    if (write % 10 != 9) continue;
    ASSERT_NO_FATAL_FAILURE(CheckAll());
  }
}

}  // namespace
}  // namespace okapi::goals
