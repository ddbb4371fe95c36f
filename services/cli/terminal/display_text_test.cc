#include "services/cli/terminal/display_text.h"

#include <gtest/gtest.h>

#include "services/cli/terminal/text_table.h"

namespace okapi::cli {
namespace {

TEST(DisplayWidthTest, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("revenue"), 7);
  // Vietnamese comes in one character per letter, or as letters with combining marks.
  EXPECT_EQ(DisplayWidth("Quý 4/2025"), 10);
  EXPECT_EQ(DisplayWidth("Tỷ lệ khách hàng"), 16);
  EXPECT_EQ(DisplayWidth("Ty\u0309 le\u0323\u0302 kha\u0301ch ha\u0300ng"), 16);
  EXPECT_EQ(DisplayWidth("売上高"), 6);
  EXPECT_EQ(DisplayWidth("한국"), 4);
  EXPECT_EQ(DisplayWidth("🚀"), 2);
  EXPECT_EQ(DisplayWidth("███░░"), 5);
}

TEST(DisplayWidthTest, ColoursTakeNoRoom) {
  EXPECT_EQ(DisplayWidth(Painted("MISSED", Paint::kRed, /*colour=*/true)), 6);
  EXPECT_EQ(DisplayWidth("\x1b[31"), 0) << "an escape sequence without an end";
}

TEST(DisplayWidthTest, BrokenUtf8StaysInsideTheText) {
  EXPECT_EQ(DisplayWidth("a\xE1"), 2);
  EXPECT_EQ(DisplayWidth("\xF0\x9F"), 1);
  EXPECT_EQ(DisplayWidth("\xC3(x"), 3);
}

TEST(OneLineTest, NothingInItMovesTheCursor) {
  EXPECT_EQ(OneLine("two\nlines\r\tand a tab"), "two lines  and a tab");
  EXPECT_EQ(OneLine("\x1b[31mred"), " [31mred");
  EXPECT_EQ(OneLine("\u009b31mred"), " 31mred") << "the escape in one character";
  EXPECT_EQ(OneLine("abc\u202ecba"), "abc cba") << "writing from the right";
  EXPECT_EQ(OneLine("Đặng Thị Hồng"), "Đặng Thị Hồng");
}

TEST(ShortenTest, CutsBetweenCharacters) {
  EXPECT_EQ(Shorten("Tỷ lệ", 5), "Tỷ lệ");
  EXPECT_EQ(Shorten("Tỷ lệ khách", 6), "Tỷ lệ…");
  EXPECT_EQ(Shorten("売上高", 5), "売上…");
  EXPECT_EQ(Shorten("売上高", 4), "売…") << "a wide character does not fit in one column";
  EXPECT_EQ(Shorten("two\nlines", 40), "two lines");
}

TEST(ShortenTest, NeverWiderThanAsked) {
  const std::string text = "Đưa doanh thu 売上高 lên 100.000 🚀 mỗi tháng";
  for (int width = 1; width <= DisplayWidth(text); ++width) {
    EXPECT_LE(DisplayWidth(Shorten(text, width)), width) << Shorten(text, width);
  }
}

TEST(TextTableTest, AlignsByWhatIsSeen) {
  TextTable table({TextTable::kLeft, TextTable::kRight, TextTable::kLeft});
  table.Add({"KPI", "value", "status"});
  table.Add({"Tỷ lệ", "8 %", Painted("MISSED", Paint::kRed, /*colour=*/true)});
  table.Add({"売上", "$1,000", ""});
  EXPECT_EQ(table.ToString(),
            "KPI     value  status\n"
            "Tỷ lệ     8 %  \x1b[31mMISSED\x1b[0m\n"
            "売上   $1,000\n");
}

TEST(PaintedTest, PlainWithoutColour) {
  EXPECT_EQ(Painted("MISSED", Paint::kRed, /*colour=*/false), "MISSED");
  EXPECT_EQ(Painted("", Paint::kRed, /*colour=*/true), "");
}

}  // namespace
}  // namespace okapi::cli
