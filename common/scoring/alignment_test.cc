#include "common/scoring/alignment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/vectors.h"

namespace okapi::scoring {
namespace {

using testing::ReadVectors;
using testing::Vector;
using testing::VectorsOf;

// The links of a case by parent and by child.
struct Links {
  std::map<std::string, std::vector<Link>> under;
  std::map<std::string, std::vector<std::string>> above;
};

Links LinksOfCase(const Vector& vector) {
  Links links;
  for (const Vector& link : vector.Objects("links")) {
    links.under[link.Text("parent")].push_back({link.Text("child"), link.Number("weight")});
    links.above[link.Text("child")].push_back(link.Text("parent"));
  }
  return links;
}

// As `parent: child weight, child weight`.
std::vector<std::string> TextOf(const std::map<std::string, std::vector<Link>>& under) {
  std::vector<std::string> lines;
  for (const auto& [parent, links] : under) {
    std::string line = parent + ":";
    for (const Link& link : links) absl::StrAppend(&line, " ", link.child, " ", link.weight);
    lines.push_back(std::move(line));
  }
  return lines;
}

TEST(AlignmentVectorsTest, EverythingCountsOnce) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "alignments")) {
    SCOPED_TRACE(vector.Text("name"));
    const Links links = LinksOfCase(vector);
    int asked = 0;
    const auto counted = CountOnce(
        vector.Text("top"), [&](const std::string& name) -> absl::StatusOr<std::vector<Link>> {
          ++asked;
          const auto found = links.under.find(name);
          return found == links.under.end() ? std::vector<Link>() : found->second;
        });
    ASSERT_TRUE(counted.ok());
    std::map<std::string, std::vector<Link>> expected;
    size_t reached = 1;
    for (const Vector& at : vector.Objects("counted")) {
      expected[at.Text("parent")].push_back({at.Text("child"), at.Number("weight")});
      ++reached;
    }
    EXPECT_EQ(TextOf(counted->under), TextOf(expected));
    EXPECT_EQ(asked, reached);
    for (const std::string& parent : counted->parents) EXPECT_TRUE(links.under.contains(parent));
  }
}

TEST(AlignmentVectorsTest, WhatLeadsBack) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "loops")) {
    SCOPED_TRACE(vector.Text("name"));
    const Links links = LinksOfCase(vector);
    const auto back =
        LeadsBack(vector.Text("objective"), vector.Texts("parents"),
                  [&](const std::string& name) -> absl::StatusOr<std::vector<std::string>> {
                    const auto found = links.above.find(name);
                    return found == links.above.end() ? std::vector<std::string>() : found->second;
                  });
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(*back, vector.Flag("leads_back"));
  }
}

}  // namespace
}  // namespace okapi::scoring
