#include "common/text/fold.h"

#include <gmock/gmock.h>

#include <iterator>
#include <random>

#include "unicode/unistr.h"

namespace okapi::text {
namespace {

using ::testing::ElementsAre;

TEST(FoldTest, CaseAccentsAndFormsDoNotMatter) {
  EXPECT_EQ(Fold("Revenue"), "revenue");
  EXPECT_EQ(Fold("Tăng trưởng"), "tang truong");
  EXPECT_EQ(Fold("Ta\u0306ng tru\u031bo\u031bng"), "tang truong");  // Decomposed.
  EXPECT_EQ(Fold("ĐỔI MỚI"), "doi moi");
  EXPECT_EQ(Fold("Ｅｘｐｏｒｔ ﬁnance Straße"), "export finance strasse");
  EXPECT_EQ(Fold(""), "");
}

TEST(FoldTest, WordsAreLettersAndDigits) {
  EXPECT_THAT(FoldedWords("NPS: từ 30 → 50%!"), ElementsAre("nps", "tu", "30", "50"));
  EXPECT_THAT(FoldedWords("  --  "), ElementsAre());
}

TEST(FoldTest, EveryWordOfTheQueryBeginsOneOfTheText) {
  const auto text = FoldedWords("Cải thiện trải nghiệm khách hàng");
  EXPECT_TRUE(Matches(FoldedWords("khach cai"), text));
  EXPECT_TRUE(Matches(FoldedWords("trải ngh"), text));
  EXPECT_FALSE(Matches(FoldedWords("khach xa"), text));
  EXPECT_FALSE(Matches(FoldedWords("hach"), text));
  EXPECT_TRUE(Matches({}, text));
}

// Any bytes at all give valid text, and folding again changes nothing.
TEST(FoldTest, TakesAnyBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 40, '\0');
    for (char& c : bytes) c = static_cast<char>(random() % 256);
    const std::string folded = Fold(bytes);
    EXPECT_EQ(Fold(folded), folded);
  }
}

// Common characters take a way of their own; a Greek letter behind them forces the other one.
TEST(FoldTest, BothWaysAgree) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  constexpr char32_t kBlocks[] = {0x0020, 0x00A0, 0x0300, 0x1E00, 0x2000, 0x2200};
  for (int i = 0; i < 5000; ++i) {
    icu::UnicodeString text;
    for (auto k = random() % 20; k > 0; --k) {
      const auto c = kBlocks[random() % std::size(kBlocks)] + random() % 0x100;
      if (c >= 0x0370 && c < 0x0400) continue;
      text.append(static_cast<UChar32>(c));
    }
    std::string bytes;
    text.toUTF8String(bytes);
    EXPECT_EQ(Fold(bytes + "Ω"), Fold(bytes) + "ω") << bytes;
  }
}

TEST(FoldTest, CaseAloneKeepsAccents) {
  EXPECT_EQ(FoldCase("TĂNG"), "tăng");
  EXPECT_EQ(FoldCase("Ta\u0306ng"), "tăng");
  EXPECT_EQ(FoldCase("B2B"), "b2b");
}

}  // namespace
}  // namespace okapi::text
