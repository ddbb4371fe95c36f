#include "services/goals/wording/numbers.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace okapi::goals {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> In(const char* text) {
  const Text parts(text);
  std::vector<std::string> found;
  for (const Span& span : NumbersIn(parts)) found.push_back(parts.Slice(span));
  return found;
}

struct NumberCase {
  const char* text;
  const char* number;
};

TEST(NumbersTest, QuantitiesWithWhatBelongsToThem) {
  for (const NumberCase& each : std::vector<NumberCase>{
           {"Reach 100,000 visitors", "100,000"},
           {"Reach 100 000 visitors", "100 000"},
           {"Reach 1.000.000 đồng a day", "1.000.000 đồng"},
           {"Grow by 20%", "20%"},
           {"Grow by 20 % a year", "20 %"},
           {"Grow by 20 percent", "20 percent"},
           {"Grow by ２０％", "２０％"},
           {"Earn $1.5 million", "$1.5 million"},
           {"Earn €5m", "€5m"},
           {"Earn 500 USD", "500 USD"},
           {"Get 10x better", "10x"},
           {"Keep 5-10 shops", "5-10"},
           {"Sell for $2000", "$2000"},
           {"Double our revenue", "Double"},
           {"Cut costs by half", "by half"},
           {"Open 3 shops by 1 March", "3"},
           {"In March 40 shops", "40"},
           {"In March 1,000 new users", "1,000"},
           {"By May 2.5 million more", "2.5 million"},
           {"In June 5 % of users", "5 %"},
           {"Done in March. 5 shops", "5"},
           {"Mỗi ngày 30 khách", "30"},
           {"Win a million customers", "a million"},
           {"Open twenty-five shops", "twenty-five"},
           {"Sell two thousand", "two thousand"},
           {"Doanh thu gấp đôi", "gấp đôi"},
           {"Doanh thu tăng 20 phần trăm", "20 phần trăm"},
           {"Doanh thu gap doi", "gap doi"},
           {"Đạt 50 tỷ đồng", "50 tỷ đồng"},
           {"Đạt 500.000₫ mỗi đơn", "500.000₫"},
           {"Phục vụ năm triệu khách", "năm triệu"},
           {"Một trăm cửa hàng", "Một trăm"},
           {"Ta\u0306ng 30% doanh thu", "30%"},
           {"Mở hai mươi lăm cửa hàng", "hai mươi lăm"},
           {"Giảm khiếu nại ba mươi phần trăm", "ba mươi phần trăm"},
           {"Giảm khiếu nại năm phần trăm", "năm phần trăm"},
           {"Mở mười cửa hàng", "mười"},
           {"Mở mười lăm cửa hàng", "mười lăm"},
           {"Mở mười hai cửa hàng", "mười hai"},
           {"Hai mươi mốt cửa hàng", "Hai mươi mốt"},
           {"Mở hai mươi tư cửa hàng", "hai mươi tư"},
           {"Mở hai mươi cửa hàng", "hai mươi"},
           {"Mở vài chục cửa hàng", "vài chục"},
           {"Phục vụ một nghìn khách", "một nghìn"},
           {"Phục vụ một nghìn hai trăm linh năm khách", "một nghìn hai trăm linh năm"},
           {"Phục vụ hai mươi lăm nghìn khách", "hai mươi lăm nghìn"},
           {"Phục vụ một triệu rưỡi khách", "một triệu rưỡi"},
           {"Doanh thu ba tỷ", "ba tỷ"},
           {"Doanh thu một trăm hai mươi tỷ đồng", "một trăm hai mươi tỷ đồng"},
           {"Mo hai muoi lam cua hang", "hai muoi lam"},
           {"Trụ vững hai mươi năm", "hai mươi"},
           {"Phục vụ một triệu năm nay", "một triệu"},
           {"Tăng doanh số 20%", "20%"},
           {"Đạt doanh số 10 tỷ đồng", "10 tỷ đồng"},
       }) {
    EXPECT_THAT(In(each.text), ElementsAre(each.number)) << each.text;
  }
  EXPECT_THAT(In("From 30 to 50"), ElementsAre("30", "50"));
}

TEST(NumbersTest, NamesAndDatesAreNone) {
  // The last three end where a number would go on.
  for (const char* text : {"Win 2026",
                           "Welcome to the us",
                           "Win the a",
                           "Đạt gần",
                           "Win the years 2026-2027",
                           "Năm 2030 là số 1",
                           "Ready on 31/12/2026",
                           "Lead in B2B by Q3",
                           "5G and 4G",
                           "The 1st choice",
                           "Care 24/7",
                           "Open the Hanoi office by 1 March",
                           "Open it by March 1st, 2027",
                           "Open it by the 31st of December 2026",
                           "Mở trước ngày 1 tháng 3",
                           "Mo truoc ngay 1 thang 3 nam 2027",
                           "Mở trước 30-4-2027",
                           "Open by 30.4.2027",
                           "A 360° view",
                           "A 360 degree view",
                           "Góc nhìn 360 độ",
                           "Pass ISO 27001",
                           "Launch v2.0",
                           "The #1 shop",
                           "Beyond Covid-19",
                           "Công nghiệp 4.0",
                           "Phase 2",
                           "Giai đoạn 2",
                           "A two-sided market",
                           "Tỷ lệ chuyển đổi",
                           "Trong năm tỷ lệ lỗi giảm",
                           "Tính theo phần trăm",
                           "Một công ty tư nhân",
                           "Mot cong ty tu nhan",
                           "Ba năm một lần",
                           "Mien nam",
                           "Tên thương hiệu",
                           "Number one at home",
                           "Trong năm nay",
                           "Ba miền",
                           "Lần đầu",
                           "",
                           "-"}) {
    EXPECT_THAT(In(text), IsEmpty()) << text;
  }
}

TEST(NumbersTest, Levels) {
  for (const char* text : {"Churn below 2", "NPS from 30 to 50", "At least 5 a day", "Uptime > 99",
                           "Uptime 99 %", "Up by 3 percent", "Tỷ lệ lỗi dưới 2", "Ít nhất 5 lần",
                           "it nhat 5 don", "Tăng 3 phần trăm"}) {
    const Text parts(text);
    EXPECT_TRUE(SaysLevel(parts, NumbersIn(parts))) << text;
  }
  for (const char* text :
       {"Hold 5 workshops", "Launch in 3 markets", "Below the line", "Viết 5 bài"}) {
    const Text parts(text);
    EXPECT_FALSE(SaysLevel(parts, NumbersIn(parts))) << text;
  }
}

}  // namespace
}  // namespace okapi::goals
