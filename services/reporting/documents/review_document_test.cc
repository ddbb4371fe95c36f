#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/reporting/documents/csv_writer.h"
#include "services/reporting/documents/records.h"
#include "services/reporting/documents/report_document.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::Report;
using okapi::testing::FromText;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kPack[] = R"pb(
  review_pack {
    people { name: "organizations/acme/members/an" display_name: "An" }
    movements {
      resource: "organizations/acme/kpis/mrr"
      display_name: "MRR"
      start_value: 90
      start_period: "2025-11"
      end_value: 20
      end_period: "2025-12"
      end_open: true
      same_part: true
    }
    movements {
      resource: "organizations/acme/kpis/stock"
      display_name: "Stock"
      start_value: 5
      start_period: "2025-11"
      start_open: true
      end_value: 6
      end_period: "2025-12"
    }
    events {
      kind: OBJECTIVE_CHANGED
      resource: "organizations/acme/objectives/grow"
      display_name: "Grow"
      fields: "owner"
      fields: "state"
      fields: "labels"
      changes { field: "owner" new_value: "organizations/acme/members/an" }
      changes { field: "state" old_value: "DRAFT" new_value: "ACTIVE" }
    }
    events {
      kind: ASSESSED
      resource: "organizations/acme/objectives/grow"
      display_name: "Grow"
      changes { field: "assessment" new_value: "AT_RISK" }
      text: "a partner left"
    }
  })pb";

// The words of a column.
std::vector<std::string> Column(const Document& document, size_t section, size_t column) {
  std::vector<std::string> words;
  for (const Row& row : document.sections.at(section).table.rows) {
    const auto* text = std::get_if<std::string>(&row.cells.at(column).content);
    words.push_back(text == nullptr ? "" : *text);
  }
  return words;
}

TEST(ReviewDocumentTest, NumbersNameTheirPeriodsAndWhatIsSoFar) {
  const Document english = DocumentOf(FromText<Report>(kPack), "en");
  EXPECT_THAT(Column(english, 0, 2), ElementsAre("2025-11, same part", "2025-11 so far"));
  EXPECT_THAT(Column(english, 0, 4), ElementsAre("2025-12 so far", "2025-12"));
  const Document vietnamese = DocumentOf(FromText<Report>(kPack), "vi");
  EXPECT_THAT(Column(vietnamese, 0, 2), ElementsAre("2025-11, cùng phần kỳ", "2025-11 đến nay"));
}

TEST(ReviewDocumentTest, WhatAFieldWasAndIs) {
  EXPECT_THAT(Column(DocumentOf(FromText<Report>(kPack), "en"), 1, 4),
              ElementsAre("owner: – → An, state: draft → active, labels",
                          "assessment: – → at risk: a partner left"));
  EXPECT_THAT(Column(DocumentOf(FromText<Report>(kPack), "vi"), 1, 4),
              ElementsAre("người phụ trách: – → An, trạng thái: bản nháp → đang thực hiện, nhãn",
                          "đánh giá: – → có rủi ro: a partner left"));
}

TEST(ReviewDocumentTest, CsvHasItAsFacts) {
  const std::string csv = WriteCsv(RecordsOf(FromText<Report>(kPack), {}));
  EXPECT_THAT(csv, HasSubstr(",start_period,end_period,start_open,end_open,same_part\r\n"));
  EXPECT_THAT(csv, HasSubstr(",2025-11,2025-12,false,true,true\r\n"));
  EXPECT_THAT(csv, HasSubstr(",2025-11,2025-12,true,false,false\r\n"));
  EXPECT_THAT(csv, HasSubstr(",owner state labels,owner:  -> organizations/acme/members/an; "
                             "state: DRAFT -> ACTIVE\r\n"));
}

}  // namespace
}  // namespace okapi::reporting::documents
