#include "services/reporting/reports/objective_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::Alignment;
using okapi::reporting::v1::ObjectiveReport;
using Objectives = google::protobuf::RepeatedPtrField<ObjectiveReport>;

// Objectives and what they are aligned to: "a; b>a; c>a,b".
Objectives Of(const std::string& text) {
  Objectives objectives;
  for (const absl::string_view one : absl::StrSplit(text, "; ", absl::SkipEmpty())) {
    const std::vector<std::string> parts = absl::StrSplit(one, '>');
    auto& objective = *objectives.Add()->mutable_objective();
    objective.set_name(parts[0]);
    if (parts.size() == 1) continue;
    for (const absl::string_view parent : absl::StrSplit(parts[1], ',')) {
      objective.add_alignments()->set_parent(std::string(parent));
    }
  }
  return objectives;
}

// Depth, name and parent, in order: "0a 1b<a".
std::string Shown(const Objectives& objectives) {
  return absl::StrJoin(objectives, " ", [](std::string* out, const ObjectiveReport& part) {
    absl::StrAppend(out, part.depth(), part.objective().name(), part.parent().empty() ? "" : "<",
                    part.parent());
  });
}

std::string Tree(const std::string& text) {
  Objectives objectives = Of(text);
  ArrangeAsTree(objectives);
  return Shown(objectives);
}

TEST(ObjectiveTreeTest, ParentsComeBeforeTheirChildrenAndThoseBesideEachOtherByName) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {"b; a", "0a 0b"},
      {"a>z; b>z; z", "0z 1a<z 1b<z"},
      {"a>b; b>c; c; d", "0c 1b<c 2a<b 0d"},
      {"x>a; a; y>b; b", "0a 1x<a 0b 1y<b"},
  };
  for (const auto& [objectives, tree] : cases) EXPECT_EQ(Tree(objectives), tree) << objectives;
}

TEST(ObjectiveTreeTest, WhatHasSeveralParentsIsShownOnceUnderTheNearestToTheTop) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      // Equally near: the first by name, in whatever order they are given.
      {"a; b; x>b,a", "0a 1x<a 0b"},
      // Nearer to the top although later by name.
      {"a; b>a; c; x>b,c", "0a 1b<a 0c 1x<c"},
      // By two ways to the same top.
      {"a; b>a; x>a,b", "0a 1b<a 1x<a"},
      {"a; b>a; c>a; x>b,c", "0a 1b<a 2x<b 1c<a"},
  };
  for (const auto& [objectives, tree] : cases) EXPECT_EQ(Tree(objectives), tree) << objectives;
}

TEST(ObjectiveTreeTest, WhatIsNotThereIsNoParent) {
  EXPECT_EQ(Tree("x>gone; y>gone,x"), "0x 1y<x");
}

TEST(ObjectiveTreeTest, WhatOnlySupportsIsShownUnderItsParentToo) {
  Objectives objectives = Of("a; x>a");
  objectives[1].mutable_objective()->mutable_alignments(0)->set_kind(Alignment::SUPPORTS);
  ArrangeAsTree(objectives);
  EXPECT_EQ(Shown(objectives), "0a 1x<a");
}

TEST(ObjectiveTreeTest, LoopsAreShownAndEnd) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a>a", "0a"},
      {"b>c; c>b", "0b 1c<b"},
      {"a; b>c; c>d; d>b; x>d", "0a 0b 1d<b 2c<d 2x<d"},
  };
  for (const auto& [objectives, tree] : cases) EXPECT_EQ(Tree(objectives), tree) << objectives;
}

TEST(ObjectiveTreeTest, APartOfATreeIsArrangedAnew) {
  Objectives objectives = Of("a; b>a; c>b");
  ArrangeAsTree(objectives);
  objectives.DeleteSubrange(0, 1);
  ArrangeAsTree(objectives);
  EXPECT_EQ(Shown(objectives), "0b 1c<b");
}

TEST(ObjectiveTreeTest, OneUnderTheOtherTenThousandTimes) {
  Objectives objectives = Of("0");
  for (int i = 1; i < 10'000; ++i) {
    auto& objective = *objectives.Add()->mutable_objective();
    objective.set_name(absl::StrCat(i));
    objective.add_alignments()->set_parent(absl::StrCat(i - 1));
  }
  ArrangeAsTree(objectives);
  ASSERT_EQ(objectives.size(), 10'000);
  EXPECT_EQ(objectives[9'999].depth(), 9'999);
  EXPECT_EQ(objectives[9'999].parent(), "9998");
}

}  // namespace
}  // namespace okapi::reporting
