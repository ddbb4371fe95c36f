#include <gtest/gtest.h>

#include "absl/time/time.h"
#include "common/scoring/attainment.h"
#include "common/scoring/expected.h"
#include "common/scoring/grade.h"
#include "common/scoring/key_result.h"
#include "common/scoring/profile.h"
#include "common/scoring/rollup.h"
#include "common/scoring/status.h"
#include "common/scoring/sum.h"
#include "tests/support/field_matchers.h"
#include "tests/support/vectors.h"

// tests/vectors/scoring.json, which another implementation wrote in exact fractions.
namespace okapi::scoring {
namespace {

using okapi::common::v1::Direction;
using okapi::common::v1::ScoringProfile;
using okapi::testing::BadFieldsAre;
using okapi::testing::ExpectNear;
using okapi::testing::ReadVectors;
using okapi::testing::Vector;
using okapi::testing::VectorsOf;

Status StatusNamed(const std::string& name) {
  Status status = Status::STATUS_UNSPECIFIED;
  EXPECT_TRUE(okapi::common::v1::Status_Parse(name, &status)) << name;
  return status;
}

// Every test has to run at least one vector: an empty list checks nothing.
TEST(ScoringVectorsTest, KeyResults) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "key_results")) {
    SCOPED_TRACE(vector.Text("name"));
    const Measure measure{vector.Number("baseline"), vector.Number("target")};
    const double raw = RawProgress(measure, vector.Number("current"));
    ExpectNear(raw, vector.Number("raw"));
    ExpectNear(Clamp(raw), vector.Number("clamped"));
  }
}

TEST(ScoringVectorsTest, RelativeChanges) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "relative_changes")) {
    SCOPED_TRACE(vector.Text("name"));
    const Measure measure = RelativeChange(vector.Number("baseline"), vector.Number("change"));
    ExpectNear(measure.target, vector.Number("target"));
    const double raw = RawProgress(measure, vector.Number("current"));
    ExpectNear(raw, vector.Number("raw"));
    ExpectNear(Clamp(raw), vector.Number("clamped"));
  }
}

TEST(ScoringVectorsTest, Ranges) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "ranges")) {
    SCOPED_TRACE(vector.Text("name"));
    const Range range{vector.NumberOrNull("min"), vector.NumberOrNull("max"),
                      vector.Flag("strict")};
    status::FieldViolations violations;
    CheckRange(range, "", violations);
    EXPECT_TRUE(violations.ToStatus().ok());
    EXPECT_EQ(RangeProgress(range, vector.Number("current")), vector.Number("raw"));
  }
}

TEST(ScoringVectorsTest, RefusedRelativeChanges) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "refused_relative_changes")) {
    SCOPED_TRACE(vector.Text("name"));
    status::FieldViolations violations;
    CheckRelativeChange(vector.Number("baseline"), vector.Number("change"), "", violations);
    EXPECT_THAT(violations.ToStatus(), BadFieldsAre(vector.Texts("fields")));
  }
}

TEST(ScoringVectorsTest, RefusedRanges) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "refused_ranges")) {
    SCOPED_TRACE(vector.Text("name"));
    const Range range{vector.NumberOrNull("min"), vector.NumberOrNull("max"),
                      vector.Flag("strict")};
    status::FieldViolations violations;
    CheckRange(range, "", violations);
    EXPECT_THAT(violations.ToStatus(), BadFieldsAre(vector.Texts("fields")));
  }
}

TEST(ScoringVectorsTest, Milestones) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "milestones")) {
    SCOPED_TRACE(vector.Text("name"));
    std::vector<Milestone> milestones;
    for (const Vector& milestone : vector.Objects("milestones")) {
      milestones.push_back({milestone.Number("weight"), milestone.Flag("done")});
    }
    ExpectNear(MilestoneProgress(milestones), vector.Number("raw"));
  }
}

TEST(ScoringVectorsTest, Scales) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "scales")) {
    SCOPED_TRACE(vector.Text("name"));
    const auto shares = vector.NumbersOrNull("shares");
    status::FieldViolations violations;
    CheckScale(shares, "", violations);
    EXPECT_TRUE(violations.ToStatus().ok()) << violations.ToStatus();
    const double raw = ScaleProgress(shares, static_cast<size_t>(vector.Integer("reached")));
    ExpectNear(raw, vector.Number("raw"));
    ExpectNear(Clamp(raw), vector.Number("clamped"));
  }
}

TEST(ScoringVectorsTest, RefusedScales) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "refused_scales")) {
    SCOPED_TRACE(vector.Text("name"));
    status::FieldViolations violations;
    CheckScale(vector.NumbersOrNull("shares"), "steps", violations);
    EXPECT_THAT(violations.ToStatus(), BadFieldsAre(vector.Texts("fields")));
  }
}

TEST(ScoringVectorsTest, FirstValues) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "first_values")) {
    SCOPED_TRACE(vector.Text("name"));
    EXPECT_EQ(FirstValueProgress(vector.NumberOrNull("current")), vector.Number("raw"));
  }
}

TEST(ScoringVectorsTest, Levels) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "levels")) {
    SCOPED_TRACE(vector.Text("name"));
    const Measure measure{vector.Number("baseline"), vector.Number("target")};
    const scoring::Levels levels{vector.NumberOrNull("commit"), vector.NumberOrNull("stretch")};
    EXPECT_EQ(
        okapi::common::v1::Level_Name(LevelReached(measure, levels, vector.Number("current"))),
        vector.Text("level"));
  }
}

std::vector<Child> ChildrenOf(const Vector& vector) {
  std::vector<Child> children;
  for (const Vector& child : vector.Objects("children")) {
    children.push_back({child.Text("name"), child.Number("weight"), child.NumberOrNull("clamped"),
                        StatusNamed(child.Text("status")), child.Flag("stale")});
  }
  return children;
}

Status StatusOrNull(const Vector& vector, const std::string& field) {
  return vector.IsNull(field) ? Status::STATUS_UNSPECIFIED : StatusNamed(vector.Text(field));
}

void ExpectParent(const okapi::common::v1::Progress& progress, const Vector& expected) {
  const auto value = [](bool has, double number) {
    return has ? std::optional<double>(number) : std::nullopt;
  };
  ExpectNear(value(progress.has_raw(), progress.raw()), expected.NumberOrNull("raw"));
  ExpectNear(value(progress.has_clamped(), progress.clamped()), expected.NumberOrNull("clamped"));
  EXPECT_EQ(progress.worst_child(), expected.Text("worst_child"));  // Null reads as empty.
  ExpectNear(value(progress.has_worst_child_clamped(), progress.worst_child_clamped()),
             expected.NumberOrNull("worst_child_clamped"));
  EXPECT_EQ(progress.worst_child_status(), StatusOrNull(expected, "worst_child_status"));
  ExpectNear(progress.missing_share(), expected.Number("missing_share"));
  ExpectNear(progress.stale_share(), expected.Number("stale_share"));
}

TEST(ScoringVectorsTest, Rollups) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "rollups")) {
    SCOPED_TRACE(vector.Text("name"));
    ExpectParent(Rollup(ChildrenOf(vector)), vector.Object("expected"));
  }
}

Combination CombinationOf(const Vector& vector) {
  const std::string name = vector.Text("combination");
  if (name == "LEAST") return Combination::kLeast;
  if (name == "MOST") return Combination::kMost;
  if (name == "TOTAL") return Combination::kTotal;
  EXPECT_EQ(name, "MEAN");
  return Combination::kMean;
}

// With what is expected of each.
std::vector<Child> ExpectedChildrenOf(const Vector& vector) {
  std::vector<Child> children = ChildrenOf(vector);
  const std::vector<Vector> told = vector.Objects("children");
  for (size_t i = 0; i < children.size(); ++i) children[i].expected = told[i].Number("expected");
  return children;
}

TEST(ScoringVectorsTest, Combinations) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "combinations")) {
    SCOPED_TRACE(vector.Text("name"));
    const std::vector<Child> children = ExpectedChildrenOf(vector);
    const Combination combination = CombinationOf(vector);
    ExpectParent(Rollup(children, combination), vector.Object("parent"));
    ExpectNear(ExpectedOfParent(children, combination, vector.Number("elapsed")),
               vector.Number("expected"));
    EXPECT_EQ(IsStale(children, combination), vector.Flag("stale"));
  }
}

// Children that are made of others.
std::vector<Child> NestedChildrenOf(const Vector& vector) {
  std::vector<Child> children = ChildrenOf(vector);
  const std::vector<Vector> told = vector.Objects("children");
  for (size_t i = 0; i < children.size(); ++i) {
    children[i].missing_share = told[i].Number("missing_share");
    children[i].stale_share = told[i].Number("stale_share");
    if (told[i].IsNull("worst_below")) continue;
    const Vector worst = told[i].Object("worst_below");
    children[i].worst_below =
        Worst{worst.Text("name"), worst.Number("clamped"), StatusNamed(worst.Text("status"))};
  }
  return children;
}

TEST(ScoringVectorsTest, NestedRollups) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "nested_rollups")) {
    SCOPED_TRACE(vector.Text("name"));
    const auto progress = Rollup(NestedChildrenOf(vector));
    const Vector expected = vector.Object("expected");
    ExpectParent(progress, expected);
    EXPECT_EQ(progress.worst_below(), expected.Text("worst_below"));
    EXPECT_EQ(progress.has_worst_below_clamped(), !expected.IsNull("worst_below_clamped"));
    EXPECT_EQ(progress.worst_below_clamped(), expected.Number("worst_below_clamped"));
    EXPECT_EQ(progress.worst_below_status(), StatusOrNull(expected, "worst_below_status"));
  }
}

ScoringProfile ProfileOf(const Vector& vector) {
  ScoringProfile profile = ScoringProfile::SCORING_PROFILE_UNSPECIFIED;
  EXPECT_TRUE(okapi::common::v1::ScoringProfile_Parse(vector.Text("profile"), &profile));
  return profile;
}

TEST(ScoringVectorsTest, ProfileRollups) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "profile_rollups")) {
    SCOPED_TRACE(vector.Text("name"));
    const Vector expected = vector.Object("expected");
    const auto progress = RollupBy(ProfileOf(vector), ChildrenOf(vector));
    ExpectParent(progress, expected);
    EXPECT_EQ(progress.status(), StatusOrNull(expected, "status"));
  }
}

TEST(ScoringVectorsTest, ProfileCombinations) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "profile_combinations")) {
    SCOPED_TRACE(vector.Text("name"));
    const Vector expected = vector.Object("expected");
    const auto progress = RollupBy(ProfileOf(vector), ChildrenOf(vector), CombinationOf(vector));
    ExpectParent(progress, expected);
    EXPECT_EQ(progress.status(), StatusOrNull(expected, "status"));
  }
}

TEST(ScoringVectorsTest, ProfileExpectations) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "profile_expectations")) {
    SCOPED_TRACE(vector.Text("name"));
    const std::vector<Child> children = ExpectedChildrenOf(vector);
    const double elapsed = vector.Number("elapsed");
    ExpectNear(ExpectedBy(ProfileOf(vector), children, std::nullopt, elapsed),
               vector.Number("expected"));
    EXPECT_EQ(IsStaleBy(ProfileOf(vector), children, std::nullopt), vector.Flag("stale"));
  }
}

TEST(ScoringVectorsTest, ProfileStatuses) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "profile_statuses")) {
    SCOPED_TRACE(vector.Text("name"));
    const Status status = StatusBy(ProfileOf(vector), {.progress = vector.NumberOrNull("progress"),
                                                       .expected = vector.Number("expected"),
                                                       .started = vector.Flag("started"),
                                                       .ended = vector.Flag("ended"),
                                                       .too_early = vector.Flag("too_early"),
                                                       .stale = vector.Flag("stale"),
                                                       .on_track = vector.Number("on_track"),
                                                       .at_risk = vector.Number("at_risk")});
    EXPECT_EQ(okapi::common::v1::Status_Name(status), vector.Text("status"));
  }
}

TEST(ScoringVectorsTest, Statuses) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "statuses")) {
    SCOPED_TRACE(vector.Text("name"));
    const Status status = StatusOf({.progress = vector.NumberOrNull("progress"),
                                    .expected = vector.Number("expected"),
                                    .started = vector.Flag("started"),
                                    .ended = vector.Flag("ended"),
                                    .too_early = vector.Flag("too_early"),
                                    .stale = vector.Flag("stale"),
                                    .to_be_kept = vector.Flag("to_be_kept"),
                                    .incomplete = vector.Flag("incomplete")});
    EXPECT_EQ(okapi::common::v1::Status_Name(status), vector.Text("status"));
  }
}

TEST(ScoringVectorsTest, Attainments) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "attainments")) {
    SCOPED_TRACE(vector.Text("name"));
    AttainmentInput input;
    input.actual = vector.NumberOrNull("actual");
    input.target = vector.NumberOrNull("target");
    input.target_max = vector.NumberOrNull("target_max");
    ASSERT_TRUE(okapi::common::v1::Direction_Parse(vector.Text("direction"), &input.direction));
    input.additive = vector.Flag("additive");
    input.elapsed = vector.Number("elapsed");
    input.due_target = vector.NumberOrNull("due");
    input.due_target_max = vector.NumberOrNull("due_max");
    input.settled = vector.Flag("settled");
    input.on_track = vector.Number("on_track");
    input.at_risk = vector.Number("at_risk");
    const Attainment attainment = Attain(input);
    ExpectNear(attainment.due_target, vector.NumberOrNull("due_target"));
    ExpectNear(attainment.due_target_max, vector.NumberOrNull("due_target_max"));
    ExpectNear(attainment.attainment, vector.NumberOrNull("attainment"));
    EXPECT_EQ(okapi::common::v1::Status_Name(attainment.status), vector.Text("status"));
  }
}

TEST(ScoringVectorsTest, Expectations) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "expectations")) {
    SCOPED_TRACE(vector.Text("name"));
    const double expected =
        ExpectedLinear(vector.Time("start"), vector.Time("end"), vector.Time("now"));
    ExpectNear(expected, vector.Number("expected"));
  }
}

TEST(ScoringVectorsTest, Grades) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "grades")) {
    SCOPED_TRACE(vector.Text("name"));
    const double score = vector.Number("score");
    EXPECT_EQ(okapi::common::v1::GradeBand_Name(BandOf(score)), vector.Text("band"));
    EXPECT_EQ(Meets(score, kCommittedScore), vector.Flag("committed_met"));
    EXPECT_EQ(Meets(score, kAspirationalScore), vector.Flag("aspirational_met"));
  }
}

TEST(ScoringVectorsTest, Curves) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "curves")) {
    SCOPED_TRACE(vector.Text("name"));
    okapi::common::v1::Curve curve;
    okapi::common::v1::Curve::Shape shape = okapi::common::v1::Curve::LINEAR;
    ASSERT_TRUE(okapi::common::v1::Curve::Shape_Parse(vector.Text("shape"), &shape));
    curve.set_shape(shape);
    for (const double share : vector.Numbers("shares")) curve.add_shares(share);
    status::FieldViolations violations;
    CheckCurve(curve, "", violations);
    EXPECT_TRUE(violations.ToStatus().ok()) << violations.ToStatus();
    ExpectNear(ExpectedByCurve(curve, vector.Number("elapsed")), vector.Number("expected"));
  }
}

TEST(ScoringVectorsTest, Seasons) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "seasons")) {
    SCOPED_TRACE(vector.Text("name"));
    const auto season =
        SeasonShares(vector.Numbers("amounts"), static_cast<int>(vector.Integer("parts")));
    const auto expected = vector.Numbers("season");
    ASSERT_EQ(season.size(), expected.size());
    for (size_t i = 0; i < season.size(); ++i) ExpectNear(season[i], expected[i]);
  }
}

// A key result that is added, or gets another way, in the middle of its cycle.
TEST(ScoringVectorsTest, Midway) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "midway")) {
    SCOPED_TRACE(vector.Text("name"));
    auto time = [&vector](const char* field) {
      return absl::FromUnixSeconds(vector.Integer(field));
    };
    const absl::Time start = time(vector.IsNull("own_start") ? "start" : "own_start");
    ExpectNear(ExpectedLinear(start, time("end"), time("now")), vector.Number("expected"));
    const auto ways = vector.Objects("ways");
    const double current = vector.Number("current");
    auto raw = [current](const Vector& way) {
      return RawProgress({way.Number("baseline"), way.Number("target")}, current);
    };
    ExpectNear(raw(ways.back()), vector.Number("raw"));
    ExpectNear(raw(ways.front()), vector.Number("raw_of_first"));
  }
}

TEST(ScoringVectorsTest, Sums) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "sums")) {
    SCOPED_TRACE(vector.Text("name"));
    Sum sum;
    for (double value : vector.Numbers("values")) sum.Add(value);
    EXPECT_DOUBLE_EQ(sum.value(), vector.Number("sum"));
  }
}

}  // namespace
}  // namespace okapi::scoring
