#include "services/goals/wording/duplicates.h"

#include <gmock/gmock.h>

#include <random>
#include <string>

namespace okapi::goals {
namespace {

bool AreSame(const char* first, const char* second) {
  Duplicates duplicates;
  duplicates.Note("q1", "a", first);
  return duplicates.Of("q1", "b", second) == "a";
}

TEST(DuplicatesTest, CaseAccentsOrderAndSmallWordsDoNotMatter) {
  EXPECT_TRUE(AreSame("Win the market", "The Market: win!"));
  EXPECT_TRUE(AreSame("Market share", "Share of the market"));
  EXPECT_TRUE(AreSame("Tăng doanh thu", "tang doanh thu"));
  EXPECT_TRUE(AreSame("Tăng doanh thu", "Ta\u0306ng doanh thu"));
  EXPECT_FALSE(AreSame("Win the market", "Win the customers"));
  EXPECT_FALSE(AreSame("", ""));
  EXPECT_FALSE(AreSame("the", "of"));
}

TEST(DuplicatesTest, NearlyTheSame) {
  EXPECT_TRUE(AreSame("Delight retail customers online", "Delight our retail customers"));
  EXPECT_TRUE(AreSame("Nâng cao trải nghiệm khách hàng",
                      "Nâng cao trải nghiệm của khách hàng tại cửa hàng"));
  EXPECT_FALSE(AreSame("Reduce complaints", "Reduce online complaints"));
  EXPECT_FALSE(AreSame("Tăng doanh thu khu vực miền Bắc", "Tăng doanh thu khu vực miền Nam"));
  EXPECT_FALSE(AreSame("NPS from 30 to 50", "NPS from 30 to 60"));
}

TEST(DuplicatesTest, TheFirstOneIsNoDuplicate) {
  Duplicates duplicates;
  for (const char* name : {"a", "b", "c"}) duplicates.Note("q1", name, "Win the market");
  EXPECT_EQ(duplicates.Of("q1", "a", "Win the market"), "");
  EXPECT_EQ(duplicates.Of("q1", "b", "Win the market"), "a");
  EXPECT_EQ(duplicates.Of("q1", "c", "Win the market"), "a");
  EXPECT_EQ(duplicates.Of("q2", "c", "Win the market"), "");
}

// Looking at many texts at once finds the same as looking at one after the other.
TEST(DuplicatesTest, FindsWhatIsThereAmongMany) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::vector<std::string> texts;
  Duplicates all;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (auto k = 1 + random() % 9; k > 0; --k) text += " w" + std::to_string(random() % 8);
    all.Note("", std::to_string(i), text);
    texts.push_back(text);
  }
  int found = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    size_t first = 0;
    while (first < i && !AreSame(texts[first].c_str(), texts[i].c_str())) {
      ++first;
    }
    EXPECT_EQ(all.Of("", std::to_string(i), texts[i]), first < i ? std::to_string(first) : "");
    found += first < i ? 1 : 0;
  }
  EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace okapi::goals
