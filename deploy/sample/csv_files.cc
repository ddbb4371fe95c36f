#include "deploy/sample/csv_files.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "deploy/sample/tables.h"

namespace okapi::sample {
namespace {

std::string Time(absl::CivilSecond time) {
  return absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02d+07:00", time.year(), time.month(),
                         time.day(), time.hour(), time.minute(), time.second());
}

// `append` adds the line of one row, without its end, to the text.
template <typename Row, typename Append>
CsvFile MakeFile(absl::string_view name, absl::string_view header, const std::vector<Row>& rows,
                 Append append) {
  CsvFile file{.name = std::string(name),
               .text = absl::StrCat(header, "\n"),
               .rows = static_cast<int64_t>(rows.size())};
  for (const Row& row : rows) {
    append(row, file.text);
    file.text += '\n';
  }
  return file;
}

CsvFile TransactionsFile(uint64_t seed) {
  int64_t number = 0;
  return MakeFile("transactions.csv", "id,time,region,salesperson,amount", MakeTransactions(seed),
                  [&](const Transaction& row, std::string& text) {
                    absl::StrAppendFormat(&text, "T%05d,%s,%s,%s,%d.%02d", ++number, Time(row.time),
                                          row.region, row.salesperson, row.amount_cents / 100,
                                          row.amount_cents % 100);
                  });
}

CsvFile VisitsFile(uint64_t seed) {
  return MakeFile("visits.csv", "time,region,channel,visitors", MakeVisits(seed),
                  [](const Visits& row, std::string& text) {
                    absl::StrAppend(&text, Time(row.time), ",", row.region, ",", row.channel, ",",
                                    row.visitors);
                  });
}

CsvFile SurveysFile(uint64_t seed) {
  return MakeFile("surveys.csv", "time,channel,score,nps", MakeSurveyAnswers(seed),
                  [](const SurveyAnswer& row, std::string& text) {
                    absl::StrAppend(&text, Time(row.time), ",", row.channel, ",", row.score, ",",
                                    NetPromoterPoints(row.score));
                  });
}

CsvFile LeadsFile(uint64_t seed) {
  return MakeFile("leads.csv", "time,region,channel,converted", MakeLeads(seed),
                  [](const Lead& row, std::string& text) {
                    absl::StrAppend(&text, Time(row.time), ",", row.region, ",", row.channel, ",",
                                    row.converted ? 1 : 0);
                  });
}

CsvFile ComplaintsFile(uint64_t seed) {
  return MakeFile("complaints.csv", "time,channel", MakeComplaints(seed),
                  [](const Complaint& row, std::string& text) {
                    absl::StrAppend(&text, Time(row.time), ",", row.channel);
                  });
}

}  // namespace

std::vector<CsvFile> MakeCsvFiles(uint64_t seed) {
  return {TransactionsFile(seed), LeadsFile(seed), SurveysFile(seed), ComplaintsFile(seed),
          VisitsFile(seed)};
}

}  // namespace okapi::sample
