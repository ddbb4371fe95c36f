#include "services/cli/markdown_okrs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/company_file.h"
#include "services/cli/markdown_way.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Way(const std::string& words) {
  KeyResult key_result;
  const std::string assumed = SetWay(words, key_result);
  return absl::StrCat(key_result.ShortDebugString(), assumed.empty() ? "" : "!");
}

TEST(MarkdownWayTest, IsReadOutOfTheWords) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"NPS from 31 to 45", "from_to { baseline: 31 target: 45 }"},
      {"Acquisition rate from 8 % to 12 %",
       "unit { percent: true } from_to { baseline: 0.08 target: 0.12 }"},
      {"Acquisition rate from 8 to 12 %",
       "unit { percent: true } from_to { baseline: 0.08 target: 0.12 }"},
      {"MRR from $80k to $100k",
       "unit { currency_code: \"USD\" } from_to { baseline: 80000 target: 100000 }"},
      {"Doanh thu từ 1.200.000 lên 1.500.000", "from_to { baseline: 1200000 target: 1500000 }"},
      {"Thời gian phản hồi 4,5 → 2 giờ", "from_to { baseline: 4.5 target: 2 }"},
      {"Complaints down by 20 %", "relative_change { baseline: 100 change: -0.2 }!"},
      {"Giảm 20 % khiếu nại", "relative_change { baseline: 100 change: -0.2 }!"},
      {"Increase sign-ups by 30%", "relative_change { baseline: 100 change: 0.3 }!"},
      {"Uptime at least 99.9 %", "unit { percent: true } range { min: 0.999 }"},
      {"Tỷ lệ lỗi dưới 2 %", "unit { percent: true } range { max: 0.02 }"},
      {"Fewer than 5 open incidents", "range { max: 5 }"},
      {"Win 1,200 customers", "from_to { target: 1200 }!"},
      {"Launch the shop", "binary { }!"},
  };
  for (const auto& [words, way] : rows) EXPECT_EQ(Way(words), way) << words;
}

TEST(MarkdownOkrsTest, HeadingsAndItems) {
  const MarkdownOkrs okrs = ReadMarkdownOkrs(R"(# Q1

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
  const MarkdownObjective& first = okrs.objectives[0];
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
  for (const MarkdownNote& note : okrs.notes)
    notes.push_back(absl::StrCat(note.line, " ", note.text));
  EXPECT_THAT(notes, ElementsAre("1 stands before the first objective, left out: Q1",
                                 "3 stands before the first objective, left out: Our goals.",
                                 "6 kept as a description: We talk to *many* of them.",
                                 "8 kept as a description: measured monthly",
                                 "10 has no number: taken as done or not",
                                 "17 where it starts is not said: taken as 0"));
}

TEST(MarkdownOkrsTest, WordsThatSaySo) {
  const MarkdownOkrs okrs = ReadMarkdownOkrs(R"(## Sales
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

TEST(MarkdownOkrsTest, IsAPartOfACompanyFile) {
  const std::string file = CompanyFileOf(
      ReadMarkdownOkrs("# Grow: fast\n- Say \"yes\" from 1 to 2\n- Same\n- Same\n- [x] Do: it\n"),
      "acme", "y2026");
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
