#pragma once

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"

// What is fixed about the company of company.yaml: its places and people, how well they do, and how
// its year 2025 went. Shares are in thousandths.
namespace okapi::sample {

inline constexpr int kYear = 2025;

struct Region {
  absl::string_view id;
  int64_t visitor_share;
};

struct Salesperson {
  absl::string_view id;
  absl::string_view region;
  // Deals closed relative to the mean of all.
  int64_t skill;
};

struct Channel {
  absl::string_view id;
  int64_t visitor_share;
  // Share in leads, surveys and complaints; 0 where customers are only reached, never met.
  int64_t contact_share;
};

inline constexpr std::array<Region, 4> kRegions = {{
    {"north", 330},
    {"central", 170},
    {"south", 360},
    {"mekong", 140},
}};

inline constexpr std::array<Salesperson, 10> kSalespeople = {{
    {"nguyen-thi-lan", "north", 1300},
    {"tran-van-minh", "north", 1060},
    {"le-hoang-nam", "north", 950},
    {"pham-thu-ha", "central", 1020},
    {"vo-quoc-bao", "central", 900},
    {"dang-my-linh", "south", 1240},
    {"bui-anh-tuan", "south", 1080},
    {"hoang-ngoc-mai", "south", 1000},
    {"do-thanh-tung", "mekong", 790},
    {"ngo-kim-chi", "mekong", 660},
}};

inline constexpr std::array<Channel, 11> kChannels = {{
    {"search", 240, 200},
    {"facebook", 160, 190},
    {"direct", 140, 60},
    {"zalo", 110, 230},
    {"tiktok", 90, 60},
    {"marketplace", 70, 0},
    {"ads", 60, 0},
    {"referral", 40, 40},
    {"youtube", 40, 0},
    {"email", 30, 80},
    {"partner", 20, 140},
}};

// How one month went. The year grows towards the company's targets, dips at Tết (29 January), and
// stays red in places.
struct Month {
  // Visitors of the web site.
  int64_t visitors;
  // Deals of all ten salespeople together.
  int64_t deals;
  // Price level, in thousandths of the list price.
  int64_t price_level;
  // Answers to the survey, and the thousandths of them that are promoters and detractors.
  int64_t survey_answers;
  int64_t promoters;
  int64_t detractors;
  // Leads, and the thousandths of them that become customers.
  int64_t leads;
  int64_t conversion;
  int64_t complaints;
};

inline constexpr std::array<Month, 12> kMonths = {{
    {68'000, 62, 930, 610, 490, 210, 330, 74, 79},
    {61'000, 55, 935, 540, 485, 215, 290, 73, 74},
    {74'000, 71, 940, 660, 495, 205, 370, 76, 82},
    {77'000, 75, 950, 680, 500, 200, 385, 78, 80},
    {79'000, 79, 950, 690, 505, 205, 400, 80, 83},
    {81'000, 82, 955, 700, 500, 195, 410, 79, 81},
    {83'000, 84, 960, 700, 505, 200, 415, 81, 80},
    {84'000, 86, 965, 710, 500, 195, 425, 80, 79},
    {87'000, 90, 970, 720, 505, 200, 440, 80, 81},
    {92'000, 95, 985, 740, 520, 190, 465, 92, 77},
    {103'000, 101, 1000, 780, 545, 175, 520, 108, 71},
    {101'000, 105, 1010, 800, 560, 160, 530, 124, 66},
}};

}  // namespace okapi::sample
