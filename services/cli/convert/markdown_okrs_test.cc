#include "services/cli/convert/markdown_okrs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/company/company_file.h"
#include "services/cli/convert/converted_okrs.h"
#include "services/cli/convert/markdown_way.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

ConvertedOkrs Convert(const std::string& markdown) {
  ConvertOptions options;
  options.cycle = "y2026";
  return ConvertOkrs(ReadMarkdownOkrs(markdown), options);
}

// The way, and what was assumed.
std::string Way(const std::string& words) {
  KeyResult key_result;
  const std::string assumed = SetWay(words, key_result);
  return absl::StrCat(key_result.ShortDebugString(), assumed.empty() ? "" : "!", assumed);
}

constexpr char kFromNothing[] = "!where it starts is not said: taken as 0";
constexpr char kIndex[] = "!where it starts is not said: taken as an index that is 100 now";
constexpr char kBinary[] = "binary { }!has no number: taken as done or not";

TEST(MarkdownWayTest, IsReadOutOfTheWords) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"NPS from 31 to 45", "from_to { baseline: 31 target: 45 }"},
      {"Acquisition rate from 8 % to 12 %",
       "unit { percent: true } from_to { baseline: 0.08 target: 0.12 }"},
      {"Acquisition rate from 8 to 12 %",
       "unit { percent: true } from_to { baseline: 0.08 target: 0.12 }"},
      {"Acquisition rate from 8 % to 12",
       "unit { percent: true } from_to { baseline: 0.08 target: 0.12 }"},
      {"Acquisition rate from\u00a08\u00a0% to\u202f12 %",
       "unit { percent: true } from_to { baseline: 0.08 target: 0.12 }"},
      {"MRR from $80k to $100k",
       "unit { currency_code: \"USD\" } from_to { baseline: 80000 target: 100000 }"},
      {"MRR from €80k to €100k",
       "unit { currency_code: \"EUR\" } from_to { baseline: 80000 target: 100000 }"},
      {"MRR from £ 80 to 100",
       "unit { currency_code: \"GBP\" } from_to { baseline: 80 target: 100 }"},
      {"Doanh thu từ 1.200.000 lên 1.500.000", "from_to { baseline: 1200000 target: 1500000 }"},
      {"Thời gian phản hồi 4,5 → 2 giờ", "from_to { baseline: 4.5 target: 2 }"},
      {"Error rate 0.125 -> 0.05", "from_to { baseline: 0.125 target: 0.05 }"},
      {"Complaints down by 20 %",
       absl::StrCat("relative_change { baseline: 100 change: -0.2 }", kIndex)},
      {"Giảm 20 % khiếu nại",
       absl::StrCat("relative_change { baseline: 100 change: -0.2 }", kIndex)},
      {"Increase sign-ups by 30%",
       absl::StrCat("relative_change { baseline: 100 change: 0.3 }", kIndex)},
      {"Doanh thu từ 1,2 tỷ lên 2 tỷ đồng",
       "unit { currency_code: \"VND\" } from_to { baseline: 1200000000 target: 2000000000 }"},
      {"Từ 10 triệu lên 20 triệu", "from_to { baseline: 10000000 target: 20000000 }"},
      {"Khách hàng từ 1,5 nghìn lên 2 nghìn", "from_to { baseline: 1500 target: 2000 }"},
      {"Uptime at least 99.9 %", "unit { percent: true } range { min: 0.999 }"},
      {"Ít nhất 5 đối tác", "range { min: 5 }"},
      {"Spend at least €5 and at most €9",
       "unit { currency_code: \"EUR\" } range { min: 5 max: 9 }"},
      {"No more than 3 incidents", "range { max: 3 }"},
      {"Uptime >= 99 %", "unit { percent: true } range { min: 0.99 }"},
      {"Raise $3 million",
       absl::StrCat("unit { currency_code: \"USD\" } from_to { target: 3000000 }", kFromNothing)},
      {"Raise $3 bn", absl::StrCat("unit { currency_code: \"USD\" } from_to { target: 3000000000 }",
                                   kFromNothing)},
      {"Win 40 customers", absl::StrCat("from_to { target: 40 }", kFromNothing)},
      {"Raise €3 M",
       absl::StrCat("unit { currency_code: \"EUR\" } from_to { target: 3000000 }", kFromNothing)},
      {"Error rate from .5 % to -.25 %",
       "unit { percent: true } from_to { baseline: 0.005 target: -0.0025 }"},
      {"Win ...5 deals", absl::StrCat("from_to { target: 5 }", kFromNothing)},
      {"Revenue from 91500.125 to 100000", "from_to { baseline: 91500.125 target: 100000 }"},
      {"Launch the shop", kBinary},
  };
  for (const auto& [words, way] : rows) EXPECT_EQ(Way(words), way) << words;
}

TEST(MarkdownWayTest, WhatIsGuessedIsSaid) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Tỷ lệ lỗi dưới 2 %", "unit { percent: true } range { max: 0.02 }!taken as at most 2%"},
      {"Fewer than 5 open incidents", "range { max: 5 }!taken as at most 5"},
      {"Hold seminars over 3 months", "range { min: 3 }!taken as at least 3"},
      {"Partners from 1.125 to 1.500",
       "from_to { baseline: 1125 target: 1500 }!1.125 is taken as 1125; 1.500 is taken as 1500"},
      {"Win 1,200 customers",
       absl::StrCat("from_to { target: 1200 }!1,200 is taken as 1200; ", &kFromNothing[1])},
      {"Sales of 5m",
       absl::StrCat("from_to { target: 5000000 }!m is taken as millions; ", &kFromNothing[1])},
      {"NPS -> 45", absl::StrCat("from_to { target: 45 }", kFromNothing)},
  };
  for (const auto& [words, way] : rows) EXPECT_EQ(Way(words), way) << words;
}

TEST(MarkdownWayTest, WordsAreWholeWords) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Discover 5 markets", absl::StrCat("from_to { target: 5 }", kFromNothing)},
      {"Turnover 20", absl::StrCat("from_to { target: 20 }", kFromNothing)},
      {"Support 20 % of the regions",
       absl::StrCat("unit { percent: true } from_to { target: 0.2 }", kFromNothing)},
      {"Upgrade 20 % of the shops",
       absl::StrCat("unit { percent: true } from_to { target: 0.2 }", kFromNothing)},
      {"Hold 2 lessons for 10 % of us", absl::StrCat("from_to { target: 2 }", kFromNothing)},
      {"Đạt 5 kết quả", absl::StrCat("from_to { target: 5 }", kFromNothing)},
      {"Mở 100 trường", absl::StrCat("from_to { target: 100 }", kFromNothing)},
      {"Doanh thu 100 tr", absl::StrCat("from_to { target: 100000000 }", kFromNothing)},
      {"Launch the B2B shop", kBinary},
      {"Certify for ISO9001", kBinary},
  };
  for (const auto& [words, way] : rows) EXPECT_EQ(Way(words), way) << words;
}

TEST(MarkdownOkrsTest, HeadingsAndItems) {
  const ConvertedOkrs okrs = Convert(R"(# Q1

Our goals.

## Improve the customers' experience
We talk to *many* of them.
- **NPS** from 31 to 45
  - measured monthly
  - [ ] Survey every customer
- Launch the shop

### Initiatives
1. Interview churned customers
- [x] Roll out a CRM

## Win the north
* 10 deals
)");
  ASSERT_EQ(okrs.objectives.size(), 2);
  const ConvertedObjective& first = okrs.objectives[0];
  EXPECT_EQ(first.objective.name(), "improve-the-customers-experience");
  EXPECT_EQ(first.objective.display_name(), "Improve the customers' experience");
  EXPECT_EQ(first.objective.description(), "We talk to *many* of them.");
  ASSERT_EQ(first.key_results.size(), 2);
  EXPECT_EQ(first.key_results[0].display_name(), "NPS from 31 to 45");
  EXPECT_EQ(first.key_results[0].description(), "measured monthly");
  ASSERT_EQ(first.initiatives.size(), 3);
  EXPECT_THAT(first.initiatives[0].key_results(), ElementsAre("nps-from-31-to-45"));
  EXPECT_EQ(first.initiatives[1].display_name(), "Interview churned customers");
  EXPECT_EQ(first.initiatives[2].state(), Initiative::DONE);
  EXPECT_EQ(okrs.objectives[1].key_results.size(), 1);
  std::vector<std::string> notes;
  for (const OkrFinding& note : okrs.findings)
    notes.push_back(absl::StrCat(note.place, " ", note.text));
  EXPECT_THAT(notes, ElementsAre("1 stands before the first objective, left out: Q1",
                                 "3 stands before the first objective, left out: Our goals.",
                                 "6 kept as a description: We talk to *many* of them.",
                                 "8 kept as a description: measured monthly",
                                 "10 has no number: taken as done or not",
                                 "17 where it starts is not said: taken as 0"));
}

TEST(MarkdownOkrsTest, WordsThatSaySo) {
  const ConvertedOkrs okrs = Convert(R"(## Sales
Mục tiêu: Dẫn đầu miền Bắc
- KR1: Doanh thu từ 80 lên 100
- Sáng kiến: Mở chi nhánh
O2: Please everybody
KR 1 - NPS from 31 to 45
)");
  ASSERT_EQ(okrs.objectives.size(), 2);
  EXPECT_EQ(okrs.objectives[0].objective.display_name(), "Dẫn đầu miền Bắc");
  EXPECT_EQ(okrs.objectives[0].key_results.size(), 1);
  EXPECT_EQ(okrs.objectives[0].initiatives.size(), 1);
  EXPECT_EQ(okrs.objectives[1].key_results[0].from_to().target(), 45);
}

TEST(MarkdownOkrsTest, DashesOfEveryLength) {
  const ConvertedOkrs okrs =
      Convert("O1 – Grow\nKR1 – NPS from 1 to 2\nKR2 — MRR from 1 to 2\nInitiative 1 - Ask\n");
  ASSERT_EQ(okrs.objectives.size(), 1);
  EXPECT_EQ(okrs.objectives[0].objective.display_name(), "Grow");
  ASSERT_EQ(okrs.objectives[0].key_results.size(), 2);
  EXPECT_EQ(okrs.objectives[0].key_results[0].display_name(), "NPS from 1 to 2");
  EXPECT_EQ(okrs.objectives[0].key_results[1].display_name(), "MRR from 1 to 2");
  ASSERT_EQ(okrs.objectives[0].initiatives.size(), 1);
  EXPECT_EQ(okrs.objectives[0].initiatives[0].display_name(), "Ask");
}

TEST(MarkdownOkrsTest, WhatStandsUnderWhat) {
  const ConvertedOkrs okrs = Convert(R"(# Grow
- NPS from 1 to 2
  - [ ] Ask
    - by phone
    - [ ] Ask again
  - every month
- [ ] Hire
  - [ ] Advertise
  - soon
- MRR from 1 to 2
  - in dollars
)");
  ASSERT_EQ(okrs.objectives.size(), 1);
  const ConvertedObjective& grow = okrs.objectives[0];
  ASSERT_EQ(grow.key_results.size(), 2);
  EXPECT_EQ(grow.key_results[0].description(), "every month");
  EXPECT_EQ(grow.key_results[1].description(), "in dollars");
  ASSERT_EQ(grow.initiatives.size(), 4);
  EXPECT_EQ(grow.initiatives[0].description(), "by phone");
  EXPECT_THAT(grow.initiatives[0].key_results(), ElementsAre("nps-from-1-to-2"));
  EXPECT_THAT(grow.initiatives[1].key_results(), ElementsAre("nps-from-1-to-2"));
  EXPECT_EQ(grow.initiatives[2].description(), "soon");
  EXPECT_THAT(grow.initiatives[2].key_results(), ::testing::IsEmpty());
  EXPECT_THAT(grow.initiatives[3].key_results(), ::testing::IsEmpty())
      << "it belongs to the initiative above it, not to the key result before";
  std::vector<int> nested;
  for (const OkrFinding& note : okrs.findings) {
    if (note.text == "stands under another initiative: taken as one of its own") {
      nested.push_back(note.place);
    }
  }
  EXPECT_THAT(nested, ElementsAre(5, 8));
}

TEST(MarkdownOkrsTest, OfALongNameNothingIsLost) {
  std::string words = "Win ";
  while (words.size() < 300) words += "Đà Nẵng ";
  words += "from 1 to 2";
  const ConvertedOkrs okrs =
      Convert(absl::StrCat("# ", words, "\n- ", words, "\n  - more\n- [ ] ", words, "\n"));
  ASSERT_EQ(okrs.objectives.size(), 1);
  const ConvertedObjective& objective = okrs.objectives[0];
  EXPECT_EQ(objective.objective.description(), words);
  ASSERT_EQ(objective.key_results.size(), 1);
  EXPECT_EQ(objective.key_results[0].description(), words + "\nmore");
  EXPECT_EQ(objective.key_results[0].from_to().target(), 2);
  ASSERT_EQ(objective.initiatives.size(), 1);
  EXPECT_EQ(objective.initiatives[0].description(), words);
  const std::string& name = objective.key_results[0].display_name();
  EXPECT_LE(name.size(), 200);
  EXPECT_GT(name.size(), 190);
  EXPECT_EQ(words.substr(0, name.size()), name);
  EXPECT_NE(static_cast<unsigned char>(words[name.size()]) & 0xC0, 0x80) << "within a character";
  EXPECT_EQ(okrs.findings.front().text,
            "is longer than 200 bytes: cut, and whole as a description");
}

TEST(MarkdownOkrsTest, IdsHaveLettersWithoutMarks) {
  const ConvertedOkrs okrs = Convert("# Đội ngũ gắn bó\n- Tăng trưởng bền vững\n");
  EXPECT_EQ(okrs.objectives[0].objective.name(), "doi-ngu-gan-bo");
  EXPECT_EQ(okrs.objectives[0].key_results[0].name(), "tang-truong-ben-vung");
}

TEST(MarkdownOkrsTest, IsAPartOfACompanyFile) {
  const std::string file = CompanyFileOf(
      Convert("# Grow: fast\n- Say \"yes\" from 1 to 2\n- Same\n- Same\n- [x] Do: it\n"), "acme");
  EXPECT_THAT(file, HasSubstr("  - id: grow-fast\n"));
  EXPECT_THAT(file, HasSubstr("      - id: same-2\n"));
  YamlErrors errors("okrs.yaml");
  const auto declared = ReadCompanyFile(file, errors);
  EXPECT_THAT(errors.errors(), ::testing::IsEmpty());
  std::vector<std::string> names;
  for (const auto& each : declared) names.push_back(each.name);
  const std::string grow = "organizations/acme/objectives/grow-fast";
  EXPECT_THAT(names, ::testing::UnorderedElementsAre(
                         "organizations/acme", grow, grow + "/keyResults/say-yes-from-1-to-2",
                         grow + "/keyResults/same", grow + "/keyResults/same-2",
                         grow + "/initiatives/do-it"));
}

}  // namespace
}  // namespace okapi::cli
