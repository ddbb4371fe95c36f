#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/vectors.h"

// common/scoring/EDGE_CASES.md names vectors, tests, files and what they state, and READMEs name
// tests: those there are.
namespace okapi {
namespace {

constexpr int kCases = 30;

std::filesystem::path Source() { return std::filesystem::path(OKAPI_VECTORS) / ".." / ".."; }

std::string TextOf(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  EXPECT_TRUE(stream.good()) << file;
  return text.str();
}

// The parts of the page, one of each case.
std::vector<std::string> Cases() {
  std::vector<std::string> cases;
  std::istringstream lines(TextOf(Source() / "common/scoring/EDGE_CASES.md"));
  for (std::string line; std::getline(lines, line);) {
    if (absl::StartsWith(line, "## ")) cases.emplace_back();
    if (!cases.empty()) absl::StrAppend(&cases.back(), line, "\n");
  }
  return cases;
}

// What `pattern` finds, by its groups.
std::vector<std::smatch> Matches(const std::string& text, const std::regex& pattern) {
  return {std::sregex_iterator(text.begin(), text.end(), pattern), std::sregex_iterator()};
}

// As `list "name"`.
std::set<std::string> KnownVectors() {
  std::set<std::string> known;
  for (const char* file : {"scoring.json", "calendar.json"}) {
    const auto lists = testing::ReadVectors(file);
    for (const auto& [list, vectors] : lists.fields()) {
      for (const auto& vector : vectors.list_value().values()) {
        const auto name = vector.struct_value().fields().find("name");
        if (name == vector.struct_value().fields().end()) continue;
        known.insert(absl::StrCat(list, " \"", name->second.string_value(), "\""));
      }
    }
  }
  return known;
}

// As `Suite.Name`, of all tests in the tree.
std::set<std::string> KnownTests() {
  const std::regex pattern(R"(TEST(?:_F|_P)?\((\w+),\s*(\w+)\))");
  std::set<std::string> known;
  for (const char* folder : {"common", "services", "tests"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Source() / folder)) {
      if (!absl::EndsWith(entry.path().string(), "_test.cc")) continue;
      const std::string text = TextOf(entry.path());
      for (const auto& test : Matches(text, pattern)) {
        known.insert(absl::StrCat(test.str(1), ".", test.str(2)));
      }
    }
  }
  return known;
}

TEST(EdgeCasesTest, EveryOneIsDecidedAndHeld) {
  const auto cases = Cases();
  ASSERT_EQ(cases.size(), kCases);
  for (int i = 0; i < kCases; ++i) {
    const std::string& text = cases[static_cast<size_t>(i)];
    SCOPED_TRACE(text);
    EXPECT_TRUE(absl::StartsWith(text, absl::StrCat("## ", i + 1, ". ")));
    EXPECT_TRUE(absl::StrContains(text, "\n- Stated: `"));
    EXPECT_TRUE(absl::StrContains(text, "\n- Vectors: `") ||
                absl::StrContains(text, "\n- Tests: `"));
  }
}

TEST(EdgeCasesTest, WhatIsNamedIsThere) {
  const auto vectors = KnownVectors();
  const auto tests = KnownTests();
  ASSERT_FALSE(vectors.empty());
  ASSERT_FALSE(tests.empty());
  int named = 0;
  for (const std::string& text : Cases()) {
    for (const auto& vector : Matches(text, std::regex(R"(`(\w+ "[^`]*")`)"))) {
      EXPECT_TRUE(vectors.contains(vector.str(1))) << vector.str(1);
      ++named;
    }
    for (const auto& test : Matches(text, std::regex(R"(`(\w+Test\.\w+)`)"))) {
      EXPECT_TRUE(tests.contains(test.str(1))) << test.str(1);
      ++named;
    }
  }
  EXPECT_GT(named, 4 * kCases);
}

std::vector<std::string> SplitBy(const char* between, const std::string& text) {
  return absl::StrSplit(text, between);
}

// What follows "- Stated: ", file by file.
std::vector<std::string> StatementsOf(const std::string& text) {
  const size_t begin = text.find("- Stated: ") + std::strlen("- Stated: ");
  return SplitBy("; ", text.substr(begin, text.find('\n', begin) - begin));
}

std::string TextOfStated(const std::string& file) {
  const auto near = Source() / "common/scoring" / file;
  return TextOf(std::filesystem::exists(near) ? near : Source() / file);
}

// A statement is one file or several, and what is to be found in the last: `a.h`, Name, Type.field
// or of a README "A decision".
TEST(EdgeCasesTest, WhatIsToStateADecisionDoes) {
  int stated = 0;
  for (const std::string& edge_case : Cases()) {
    for (const std::string& statement : StatementsOf(edge_case)) {
      SCOPED_TRACE(statement);
      std::string text;
      bool named = true;
      for (const std::string& part : SplitBy(", ", statement)) {
        if (part.front() == '`') {
          text = TextOfStated(part.substr(1, part.size() - 2));
          named = !absl::EndsWith(part, ".md`");
          continue;
        }
        named = true;
        ++stated;
        if (part.front() == '"') {
          EXPECT_TRUE(absl::StrContains(text, "**" + part.substr(1, part.size() - 2))) << part;
          continue;
        }
        for (const std::string& name : SplitBy(".", part)) {
          EXPECT_TRUE(std::regex_search(text, std::regex("\\b" + name + "\\b"))) << name;
        }
      }
      EXPECT_TRUE(named) << "of a README, say which decision";
    }
  }
  EXPECT_GT(stated, kCases);
}

TEST(ReadmeTest, TestsThatAreNamedAreThere) {
  const auto tests = KnownTests();
  int named = 0;
  for (const char* folder : {"common", "services", "tests", "proto", "deploy"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Source() / folder)) {
      if (entry.path().filename() != "README.md") continue;
      SCOPED_TRACE(entry.path());
      const std::string text = TextOf(entry.path());
      for (const auto& test : Matches(text, std::regex(R"(`(\w+Test\.\w+)`)"))) {
        EXPECT_TRUE(tests.contains(test.str(1))) << test.str(1);
        ++named;
      }
      for (const auto& script : Matches(text, std::regex(R"(`(tests/[\w/]+_test\.\w+)`)"))) {
        EXPECT_TRUE(std::filesystem::exists(Source() / script.str(1))) << script.str(1);
      }
    }
  }
  EXPECT_GT(named, 20);
}

}  // namespace
}  // namespace okapi
