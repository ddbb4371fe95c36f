#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

// The company's year, invented from the records up, so that every total is the sum of its parts: a
// region's sales are those of its salespeople, and the average transaction is revenue divided by
// transactions. The same seed gives the same tables on every platform. Rows are ordered by time;
// times are civil times of Asia/Ho_Chi_Minh, which is UTC+7 all year.
namespace okapi::sample {

// A deal closed: a subscription sold or renewed for the month.
struct Transaction {
  absl::CivilSecond time;
  absl::string_view region;
  absl::string_view salesperson;
  int64_t amount_cents = 0;
};

// The visitors of one hour who came from one region through one channel; 0 is a measured nought.
struct Visits {
  absl::CivilSecond time;
  absl::string_view region;
  absl::string_view channel;
  int64_t visitors = 0;
};

// One answer to "how likely are you to recommend us", 0 to 10.
struct SurveyAnswer {
  absl::CivilSecond time;
  absl::string_view channel;
  int64_t score = 0;
};

// One person who showed interest, and whether they became a customer.
struct Lead {
  absl::CivilSecond time;
  absl::string_view region;
  absl::string_view channel;
  bool converted = false;
};

// One complaint.
struct Complaint {
  absl::CivilSecond time;
  absl::string_view channel;
};

std::vector<Transaction> MakeTransactions(uint64_t seed);
std::vector<Visits> MakeVisits(uint64_t seed);
std::vector<SurveyAnswer> MakeSurveyAnswers(uint64_t seed);
std::vector<Lead> MakeLeads(uint64_t seed);
std::vector<Complaint> MakeComplaints(uint64_t seed);

// What an answer adds to the net promoter score, which is then the mean: 100 for a promoter (9 or
// 10), -100 for a detractor (0 to 6), else 0.
int64_t NetPromoterPoints(int64_t score);

}  // namespace okapi::sample
