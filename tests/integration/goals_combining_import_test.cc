// Histories of key results that are made of others when those of their parts are imported, over
// gRPC: whatever comes first, they are what they would be had people reported it here.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/api/timestamp.h"
#include "tests/integration/goals_combining_fixture.h"

namespace okapi::goals {
namespace {

using okapi::testing::IsOk;
using ::testing::ElementsAre;

// As `02-03 10`.
std::vector<std::string> TextOf(const v1::Pace& pace) {
  std::vector<std::string> points;
  for (const auto& point : pace.points()) {
    points.push_back(absl::StrCat(
        absl::FormatTime("%m-%d ", api::FromTimestamp(point.time()), absl::UTCTimeZone()),
        point.value()));
  }
  return points;
}

class GoalsCombiningImportTest : public GoalsCombiningFixture {
 protected:
  // A time of 2025.
  static std::string Noon(int month, int day) {
    const absl::CivilHour noon(2025, month, day, 12);
    return absl::StrCat(
        "{ seconds: ", absl::ToUnixSeconds(absl::FromCivil(noon, absl::UTCTimeZone())), " } ");
  }
  static std::string CheckedIn(const std::string& key_result, const std::string& id, int month,
                               int day, double value) {
    return absl::StrCat("check_ins { name: '", NameOf(key_result), "/checkIns/", id,
                        "' value: ", value, " value_time ", Noon(month, day), "create_time ",
                        Noon(month, day), "} ");
  }
  static std::string Point(int month, int day, double value) {
    return absl::StrCat("kpi_points { value: ", value, " value_time ", Noon(month, day), "} ");
  }
  static std::string OfKeyResult(const std::string& id, const std::string& fields) {
    return absl::StrCat("key_results { key_result: '", NameOf(id), "' ", fields, "} ");
  }
  absl::Status Import(const std::string& objective, const std::string& history) {
    return Call(&Goals::ImportObjectiveHistory,
                absl::StrCat(Named(NameOf(objective)), "history { ", history, " }"))
        .status();
  }
  absl::Status Import(const std::string& objective, const v1::ObjectiveHistory& history) {
    v1::ImportObjectiveHistoryRequest request;
    request.set_name(NameOf(objective));
    *request.mutable_history() = history;
    return scene_.Call(&Goals::ImportObjectiveHistory, request).status();
  }
  v1::ObjectiveHistory HistoryOf(const std::string& objective) {
    const auto history = Call(&Goals::GetObjectiveHistory, Named(NameOf(objective)));
    EXPECT_THAT(history, IsOk());
    return history.value_or(v1::ObjectiveHistory());
  }
  std::vector<std::string> PointsOf(const std::string& id) { return TextOf(PaceOf(id)); }
};

// `company/sales` is made of `north/sales` and `south/sales`; nothing was reported yet.
class GoalsCombiningImportsTest : public GoalsCombiningImportTest {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    CreateAll();
  }
  void CreateAll() {
    for (const char* id : {"company", "north", "south"}) {
      ASSERT_THAT(CreateObjective(id), IsOk());
      ASSERT_THAT(Create(absl::StrCat(id, "/sales")), IsOk());
    }
    ASSERT_THAT(MakeOf("company/sales", {"north/sales", "south/sales"}), IsOk());
  }
  // The histories of the company and of the north, the company's first or last.
  void ImportBoth(const std::string& company, const std::string& north, bool company_first) {
    for (const char* id : {"company", "north", "south"}) ASSERT_THAT(DeleteObjective(id), IsOk());
    CreateAll();
    ASSERT_THAT(company_first ? Import("company", company) : Import("north", north), IsOk());
    ASSERT_THAT(company_first ? Import("north", north) : Import("company", company), IsOk());
  }
};

TEST_F(GoalsCombiningImportsTest, APartCountsFromItsDaysOn) {
  ASSERT_THAT(ReportValue("south/sales", 20, "value_time " + Noon(2, 5)), IsOk());
  ASSERT_THAT(
      Import("north", OfKeyResult("north/sales", CheckedIn("north/sales", "c1", 2, 3, 10) +
                                                     CheckedIn("north/sales", "c2", 2, 10, 15))),
      IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-03 10", "02-05 30", "02-10 35"));
  EXPECT_EQ(ValueOf("company/sales"), 35);
}

TEST_F(GoalsCombiningImportsTest, ItGoesAllTheWayUp) {
  ASSERT_THAT(Create("company/twice", MadeOf({"company/sales", "north/sales"})), IsOk());
  ASSERT_THAT(Import("north", OfKeyResult("north/sales", CheckedIn("north/sales", "c1", 2, 3, 10))),
              IsOk());
  EXPECT_THAT(PointsOf("company/twice"), ElementsAre("02-03 20"));
  EXPECT_EQ(ValueOf("company/twice"), 20);
}

// What comes of a KPI's days alone, before the KPI is heard here.
TEST_F(GoalsCombiningImportsTest, DaysOfAKpiCountBeforeItIsHeard) {
  const std::string kpi = "kpi_source { kpi: 'organizations/o/kpis/sales' }";
  ASSERT_THAT(Update("north/sales", kpi, "kpi_source"), IsOk());
  ASSERT_THAT(ReportValue("south/sales", 20, "value_time " + Noon(2, 5)), IsOk());
  ASSERT_THAT(Import("north", OfKeyResult("north/sales",
                                          Point(2, 3, 10) + Point(2, 5, 11) + Point(2, 10, 15))),
              IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-03 10", "02-05 31", "02-10 35"));
  // Another KPI's days are no history of it.
  ASSERT_THAT(
      Update("north/sales", "kpi_source { kpi: 'organizations/o/kpis/other' }", "kpi_source"),
      IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-05 20"));
}

TEST_F(GoalsCombiningImportsTest, AGradedPartCountsWithItsGradeAlone) {
  ASSERT_THAT(ReportValue("south/sales", 20, "value_time " + Noon(2, 5)), IsOk());
  ASSERT_THAT(ReportValue("south/sales", 21, "value_time " + Noon(2, 8)), IsOk());
  ASSERT_THAT(Create("north/other"), IsOk());
  ASSERT_THAT(Import("north", absl::StrCat("state: CLOSED grade { score: 0.5 key_results { "
                                           "key_result: '",
                                           NameOf("north/sales"), "' value: 7 value_time ",
                                           Noon(2, 6), "} grade_time ", Noon(2, 7), "}")),
              IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-05 20", "02-06 27", "02-08 28"));
  // Opened again it has reported nothing.
  ASSERT_THAT(Call(&Goals::ReopenObjective, Named(NameOf("north"))), IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-05 20", "02-08 21"));
}

// The newest day too: it was not heard here, whatever the other part had said of it by then.
TEST_F(GoalsCombiningImportsTest, TheNewestDayIsPutTogetherAnew) {
  ASSERT_THAT(Create("company/kept", MadeOf({"north/sales", "south/sales"}),
                     "range { min: 50 error_budget: 0.01 } "),
              IsOk());
  ASSERT_THAT(ReportValue("south/sales", 20, "value_time " + Noon(2, 14)), IsOk());
  const std::string later =
      absl::StrReplaceAll(CheckedIn("north/sales", "c1", 2, 14, 40),
                          {{absl::StrCat(kNow - 12 * 3600), absl::StrCat(kNow - 6 * 3600)}});
  ASSERT_THAT(Import("north", OfKeyResult("north/sales", later)), IsOk());
  const v1::ObjectiveHistory company = HistoryOf("company");
  ASSERT_EQ(company.key_results(0).kpi_points_size(), 1);
  EXPECT_EQ(company.key_results(0).kpi_points(0).value(), 60);
  EXPECT_EQ(company.key_results(0).kpi_points(0).earlier_size(), 0);
  EXPECT_EQ(api::FromDuration(Get("company/kept").error_budget_state().spent()),
            absl::ZeroDuration());
}

// Whoever comes from another product may have no more of the past than what it came to.
TEST_F(GoalsCombiningImportsTest, DaysOnWhichNoPartSaysAnythingAreTaken) {
  const std::string company =
      OfKeyResult("company/sales", Point(1, 10, 4) + Point(2, 3, 99) + Point(2, 12, 40));
  const std::string north = OfKeyResult("north/sales", CheckedIn("north/sales", "c1", 2, 3, 10));
  for (const bool company_first : {true, false}) {
    SCOPED_TRACE(company_first);
    ASSERT_NO_FATAL_FAILURE(ImportBoth(company, north, company_first));
    EXPECT_THAT(PointsOf("company/sales"), ElementsAre("01-10 4", "02-03 10", "02-12 40"));
    ASSERT_THAT(ReportValue("south/sales", 1, "value_time " + Noon(1, 20)), IsOk());
    EXPECT_THAT(PointsOf("company/sales"),
                ElementsAre("01-10 4", "01-20 1", "02-03 11", "02-12 40"));
  }
}

TEST_F(GoalsCombiningImportsTest, WhatIsGradedKeepsWhatItIsToldAndNoMore) {
  const std::string company =
      absl::StrCat("state: CLOSED grade { score: 0.5 key_results { key_result: '",
                   NameOf("company/sales"), "' value: 4 value_time ", Noon(1, 10), "} grade_time ",
                   Noon(1, 11), "} ", OfKeyResult("company/sales", Point(1, 10, 4)));
  const std::string north = OfKeyResult("north/sales", CheckedIn("north/sales", "c1", 2, 3, 10));
  for (const bool company_first : {true, false}) {
    SCOPED_TRACE(company_first);
    ASSERT_NO_FATAL_FAILURE(ImportBoth(company, north, company_first));
    EXPECT_THAT(PointsOf("company/sales"), ElementsAre("01-10 4"));
    EXPECT_EQ(ValueOf("company/sales"), 4);
  }
}

// An outage of an hour leaves no trace in the last values of a day, from which the days of the
// whole are put together.
TEST_F(GoalsCombiningImportsTest, WhatWasSeenWithinADayStaysWhicheverIsImportedFirst) {
  const auto define = [this] {
    CreateAll();
    ASSERT_THAT(Create("company/kept", MadeOf({"north/sales", "south/sales"}, "MIN"),
                       "range { min: 99 error_budget: 0.01 } "),
                IsOk());
  };
  std::vector<std::string> order = {"company", "north", "south"};
  for (const std::string& id : order) ASSERT_THAT(DeleteObjective(id), IsOk());
  ASSERT_NO_FATAL_FAILURE(define());
  for (const auto& [id, hour, value] : std::vector<std::tuple<std::string, int, double>>{
           {"north", 8, 99.9}, {"south", 8, 99.5}, {"north", 9, 98}, {"north", 10, 99.9}}) {
    const absl::Time time =
        absl::FromCivil(absl::CivilHour(2025, 2, 14, hour), absl::UTCTimeZone());
    ASSERT_THAT(
        ReportValue(absl::StrCat(id, "/sales"), value,
                    absl::StrCat("value_time { seconds: ", absl::ToUnixSeconds(time), " }")),
        IsOk());
  }
  const auto spent = [this] {
    return api::FromDuration(Get("company/kept").error_budget_state().spent());
  };
  ASSERT_EQ(spent(), absl::Hours(1));
  std::map<std::string, v1::ObjectiveHistory> histories;
  for (const std::string& id : order) histories[id] = HistoryOf(id);
  do {
    SCOPED_TRACE(absl::StrJoin(order, ", "));
    for (const char* id : {"company", "north", "south"}) ASSERT_THAT(DeleteObjective(id), IsOk());
    ASSERT_NO_FATAL_FAILURE(define());
    for (const std::string& id : order) ASSERT_THAT(Import(id, histories[id]), IsOk());
    EXPECT_EQ(spent(), absl::Hours(1));
    for (const auto& [id, history] : histories) {
      EXPECT_EQ(HistoryOf(id).DebugString(), history.DebugString());
    }
  } while (std::next_permutation(order.begin(), order.end()));
}

// Random graphs in which people report, correct, redefine, close and reopen; then all of it comes
// into other organizations, in random orders.
class GoalsCombiningImportRandomTest : public GoalsCombiningImportTest {
 protected:
  static constexpr int kNodes = 24;
  static constexpr int kObjectives = 8;
  static constexpr int kDays = 40;

  int Below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  static std::string ObjectiveOf(int node) { return absl::StrCat("o", node % kObjectives); }
  static std::string IdOf(int node) { return absl::StrCat(ObjectiveOf(node), "/k", node); }
  bool IsClosed(int node) const { return closed_.count(node % kObjectives) > 0; }

  void CreateAll() {
    for (int i = 0; i < kObjectives; ++i) {
      ASSERT_THAT(CreateObjective(absl::StrCat("o", i)), IsOk());
    }
    for (int node = 0; node < kNodes; ++node) {
      rank_.push_back(Below(8));
      ASSERT_THAT(Create(IdOf(node)), IsOk());
    }
    for (int i = 0; i < kObjectives; ++i) ASSERT_THAT(ActivateIt(absl::StrCat("o", i)), IsOk());
  }
  void Define(int node) {
    std::vector<std::string> parts;
    for (int other = 0; other < kNodes; ++other) {
      if (rank_[other] < rank_[node] && Below(4) == 0) parts.push_back(IdOf(other));
    }
    if (parts.empty()) return;
    std::shuffle(parts.begin(), parts.end(), random_);
    const auto how = static_cast<v1::KeyResultSource::Combination>(1 + Below(5));
    ASSERT_THAT(MakeOf(IdOf(node), parts, v1::KeyResultSource::Combination_Name(how)), IsOk());
    made_.insert(node);
    reports_[node].clear();
  }
  void Report(int node) {
    auto& reports = reports_[node];
    std::string more = absl::StrCat("value_time { seconds: ", kNow - Below(kDays) * 86400, " }");
    if (!reports.empty() && Below(4) == 0) {
      const auto wrong = reports.begin() + Below(static_cast<int>(reports.size()));
      absl::StrAppend(&more, " corrects: '", *wrong, "'");
      reports.erase(wrong);
    }
    const auto report = ReportValue(IdOf(node), Below(2000) / 8.0 - 100, more);
    ASSERT_THAT(report, IsOk());
    reports.push_back(report->name());
  }
  void CloseOrReopen(int objective) {
    const std::string id = absl::StrCat("o", objective);
    if (closed_.insert(objective).second) {
      ASSERT_THAT(CloseIt(id), IsOk());
    } else {
      closed_.erase(objective);
      ASSERT_THAT(Call(&Goals::ReopenObjective, Named(NameOf(id))), IsOk());
    }
  }
  void LiveOn() {
    for (int write = 0; write < 250; ++write) {
      const int node = Below(kNodes);
      if (Below(20) == 0) {
        ASSERT_NO_FATAL_FAILURE(CloseOrReopen(node % kObjectives));
      } else if (IsClosed(node)) {
        continue;
      } else if (Below(5) == 0) {
        ASSERT_NO_FATAL_FAILURE(Define(node));
      } else if (made_.count(node) == 0) {
        ASSERT_NO_FATAL_FAILURE(Report(node));
      }
    }
  }

  // The same elsewhere.
  template <typename Message>
  static Message In(const std::string& organization, const Message& message) {
    return testing::FromText<Message>(
        absl::StrReplaceAll(message.DebugString(), {{"organizations/o/", organization + "/"}}));
  }
  void CreateAllIn(const std::string& organization) {
    ASSERT_THAT(CreateOrganization(organization.substr(organization.find('/') + 1)), IsOk());
    const std::string parent = absl::StrCat("parent: '", organization, "' ");
    ASSERT_THAT(Call(&Organizations::CreateCycle,
                     parent + "cycle_id: 'q1' cycle { display_name: 'C' start_date { year: 2025 "
                              "month: 1 day: 1 } end_date { year: 2025 month: 3 day: 31 } }"),
                IsOk());
    for (int i = 0; i < kObjectives; ++i) {
      ASSERT_THAT(Call(&Goals::CreateObjective,
                       absl::StrCat(parent, "objective_id: 'o", i, "' objective { display_name: ",
                                    "'Obj' cycle: '", organization, "/cycles/q1' }")),
                  IsOk());
    }
    std::vector<int> nodes;
    for (int node = 0; node < kNodes; ++node) nodes.push_back(node);
    std::stable_sort(nodes.begin(), nodes.end(), [&](int a, int b) { return rank_[a] < rank_[b]; });
    for (const int node : nodes) {
      v1::CreateKeyResultRequest request;
      request.set_parent(absl::StrCat(organization, "/objectives/", ObjectiveOf(node)));
      request.set_key_result_id(absl::StrCat("k", node));
      *request.mutable_key_result() = In(organization, Get(IdOf(node)));
      ASSERT_THAT(scene_.Call(&Goals::CreateKeyResult, request), IsOk());
    }
  }
  v1::ObjectiveHistory HistoryIn(const std::string& organization, int objective) {
    const auto history = Call(&Goals::GetObjectiveHistory,
                              Named(absl::StrCat(organization, "/objectives/o", objective)));
    EXPECT_THAT(history, IsOk());
    return history.value_or(v1::ObjectiveHistory());
  }
  // Without the days of what goes on and is made of others: they follow.
  static void StripDays(const std::set<std::string>& made, v1::ObjectiveHistory& history) {
    if (history.has_grade()) return;
    for (auto& it : *history.mutable_key_results()) {
      if (made.count(it.key_result()) > 0) it.clear_kpi_points();
    }
  }
  void ImportAllInto(const std::string& organization, bool with_days) {
    std::vector<int> order;
    for (int i = 0; i < kObjectives; ++i) order.push_back(i);
    std::shuffle(order.begin(), order.end(), random_);
    std::set<std::string> made;
    for (const int node : made_) made.insert(NameOf(IdOf(node)));
    for (const int objective : order) {
      v1::ImportObjectiveHistoryRequest request;
      request.set_name(absl::StrCat(organization, "/objectives/o", objective));
      v1::ObjectiveHistory history = HistoryIn("organizations/o", objective);
      if (!with_days) StripDays(made, history);
      *request.mutable_history() = In(organization, history);
      ASSERT_THAT(scene_.Call(&Goals::ImportObjectiveHistory, request), IsOk());
    }
  }
  void CheckSameIn(const std::string& organization) {
    for (int i = 0; i < kObjectives; ++i) {
      EXPECT_EQ(HistoryIn(organization, i).DebugString(),
                In(organization, HistoryIn("organizations/o", i)).DebugString());
    }
    for (int node = 0; node < kNodes; ++node) {
      SCOPED_TRACE(IdOf(node));
      const std::string name =
          absl::StrCat(organization, "/objectives/", ObjectiveOf(node), "/keyResults/k", node);
      const auto there = Call(&Goals::GetKeyResult, Named(name));
      ASSERT_THAT(there, IsOk());
      v1::KeyResult expected = In(organization, Get(IdOf(node)));
      expected.set_etag(there->etag());
      EXPECT_EQ(there->DebugString(), expected.DebugString());
      const auto pace = Call(&Goals::GetPace, Named(name));
      ASSERT_THAT(pace, IsOk());
      EXPECT_EQ(TextOf(*pace), TextOf(PaceOf(IdOf(node))));
    }
  }

  std::mt19937 random_;
  std::vector<int> rank_;
  std::set<int> made_;  // Of others.
  std::set<int> closed_;
  std::map<int, std::vector<std::string>> reports_;  // Those that stand.
};

TEST_F(GoalsCombiningImportRandomTest, WhateverComesFirstAllIsAsItWas) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  random_.seed(seed);
  ASSERT_NO_FATAL_FAILURE(CreateAll());
  ASSERT_NO_FATAL_FAILURE(LiveOn());
  for (int copy = 0; copy < 6; ++copy) {
    SCOPED_TRACE(absl::StrCat("copy ", copy));
    const std::string organization = absl::StrCat("organizations/p", copy);
    ASSERT_NO_FATAL_FAILURE(CreateAllIn(organization));
    ASSERT_NO_FATAL_FAILURE(ImportAllInto(organization, /*with_days=*/copy % 2 == 0));
    ASSERT_NO_FATAL_FAILURE(CheckSameIn(organization));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace okapi::goals
