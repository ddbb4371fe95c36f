// Whether explanations are true: what they print is computed again, over gRPC.

#include <gmock/gmock.h>

#include <atomic>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/timestamp.h"
#include "google/protobuf/util/json_util.h"
#include "tests/integration/explained_formulas.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/server_options.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Status;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kProfiles[] = {"OKAPI", "PLAIN_MEAN", "WEAKEST_LINK", "LATEST_WINS", "DOERR"};

double SumOfContributions(const v1::Explanation& explanation) {
  double sum = 0;
  for (const auto& child : explanation.children()) sum += child.contribution();
  return sum;
}

// Empty when there is none.
v1::Explanation::Input InputOf(const v1::Explanation& explanation, const std::string& label) {
  for (const auto& input : explanation.inputs()) {
    if (input.label() == label) return input;
  }
  return {};
}

// A second passes whenever somebody looks.
class TickingClock final : public base::Clock {
 public:
  explicit TickingClock(absl::Time start) : start_(start) {}
  absl::Time Now() const override { return start_ + absl::Seconds(ticks_++); }

 private:
  const absl::Time start_;
  mutable std::atomic<int64_t> ticks_{0};
};

class GoalsExplainTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateObjective("a"), IsOk());
  }
  // Half of the cycle has passed; n is the heaviest, and has no value.
  void CreateFour(const std::vector<std::string>& values) {
    ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
    ASSERT_THAT(CreateKeyResult("l", std::string(kWay) + "weight: 2"), IsOk());
    ASSERT_THAT(CreateKeyResult("m", kWay), IsOk());
    ASSERT_THAT(CreateKeyResult("n", std::string(kWay) + "weight: 4"), IsOk());
    ASSERT_THAT(Activate(), IsOk());
    ASSERT_THAT(Report("k", "value: " + values[0]), IsOk());
    ASSERT_THAT(Report("l", "value: " + values[1]), IsOk());
    ASSERT_THAT(Report("m", "value: " + values[2]), IsOk());
  }
  void SetPolicy(const std::string& policy) {
    ASSERT_THAT(Call(&Organizations::UpdateOrganization,
                     "organization { name: 'organizations/o' policy { " + policy + " } }"),
                IsOk());
  }
  v1::Explanation Explain(const std::string& name = kA) {
    const auto explained = Call(&Review::Explain, Named(name));
    EXPECT_THAT(explained, IsOk());
    return explained.ok() ? *explained : v1::Explanation();
  }
  void Combine(const std::string& combination) {
    ASSERT_THAT(Call(&Goals::UpdateObjective,
                     "objective { " + Named(kA) + "combination: " + combination + " }"),
                IsOk());
  }
  v1::Explanation ExplainBy(const std::string& profile) {
    SetPolicy("profile: " + profile);
    const v1::Explanation explanation = Explain();
    EXPECT_EQ(InputOf(explanation, "scoring profile").text(), profile);
    return explanation;
  }
};

TEST_F(GoalsExplainTest, WhatIsPrintedRecomputesByEveryProfile) {
  ASSERT_NO_FATAL_FAILURE(CreateFour({"1", "3.3", "7.7"}));
  for (const char* profile : kProfiles) {
    SCOPED_TRACE(profile);
    const v1::Explanation explained = ExplainBy(profile);
    // Three key results, and what is expected where that is put together.
    EXPECT_GE(ExpectAllRecomputes(explained), profile == std::string("LATEST_WINS") ? 3 : 4);
    EXPECT_DOUBLE_EQ(explained.progress().clamped(), GetObjective("a")->progress().clamped());
    EXPECT_NEAR(SumOfContributions(explained), explained.progress().clamped(), 1e-12);
    const std::string status = okapi::common::v1::Status_Name(explained.progress().status());
    EXPECT_THAT(explained.verdict(), StartsWith(status + ": "));
  }
}

TEST_F(GoalsExplainTest, Okapi) {
  ASSERT_NO_FATAL_FAILURE(CreateFour({"2.5", "5", "7.5"}));
  const v1::Explanation explained = ExplainBy("OKAPI");
  EXPECT_THAT(explained.steps(),
              Contains("raw = clamped = (1 x 0.25 + 2 x 0.5 + 1 x 0.75) / 4 = 0.5"));
  EXPECT_THAT(explained.steps(), Contains("missing = 0.5 of the weight has no value and is left "
                                          "out"));
  EXPECT_THAT(explained.steps(),
              Contains(StartsWith("expected = (1 x 0.5 + 2 x 0.5 + 1 x 0.5) / 4 = 0.5: ")));
  EXPECT_EQ(explained.verdict(), "ON_TRACK: 0.5 >= 0.9 x 0.5");
  EXPECT_EQ(explained.children(0).verdict(), "OFF_TRACK: 0.25 < 0.7 x 0.5");
  EXPECT_EQ(explained.children(1).contribution(), 0.25);
  EXPECT_FALSE(explained.children(3).has_contribution());
  EXPECT_THAT(explained.children(3).verdict(), StartsWith("NO_DATA: "));
}

TEST_F(GoalsExplainTest, PlainMean) {
  ASSERT_NO_FATAL_FAILURE(CreateFour({"2.5", "5", "7.5"}));
  const v1::Explanation explained = ExplainBy("PLAIN_MEAN");
  EXPECT_THAT(explained.steps(), Contains("raw = clamped = (0.25 + 0.5 + 0.75 + 0) / 4 = 0.375"));
  EXPECT_THAT(explained.steps(),
              Contains("missing = 0.25 of the children have no value and count as 0"));
  EXPECT_THAT(explained.steps(), Contains("expected = (0.5 + 0.5 + 0.5 + 0.5) / 4 = 0.5: what is "
                                          "expected of all, each counting the same"));
  EXPECT_EQ(explained.verdict(), "AT_RISK: 0.7 <= 1 - (0.5 - 0.375) = 0.875 < 0.9");
  EXPECT_EQ(explained.children(1).weight(), 1);
  EXPECT_EQ(explained.children(1).contribution(), 0.125);
  EXPECT_TRUE(explained.children(3).has_contribution());
  EXPECT_EQ(explained.children(3).verdict(),
            "OFF_TRACK: 1 - (0.5 - 0) = 0.5 < 0.7, where no value counts as 0");
}

TEST_F(GoalsExplainTest, WeakestLink) {
  ASSERT_NO_FATAL_FAILURE(CreateFour({"2.5", "5", "7.5"}));
  const v1::Explanation explained = ExplainBy("WEAKEST_LINK");
  EXPECT_THAT(explained.steps(),
              Contains("raw = clamped = (1 x 0.25 + 2 x 0.5 + 1 x 0.75) / 4 = 0.5"));
  EXPECT_EQ(explained.verdict(), "OFF_TRACK: that of the weakest child, " + KeyResultName("k"));
}

TEST_F(GoalsExplainTest, LatestWins) {
  ASSERT_NO_FATAL_FAILURE(CreateFour({"2.5", "5", "4"}));
  const v1::Explanation explained = ExplainBy("LATEST_WINS");
  EXPECT_THAT(explained.steps(),
              Contains("raw = clamped = 0.25: that of the weakest child, " + KeyResultName("k")));
  EXPECT_THAT(explained.steps(), Contains("missing = 0.5 of the weight has no value"));
  EXPECT_THAT(explained.steps(), Contains("expected = 0.5: what is expected of the weakest child"));
  EXPECT_EQ(explained.verdict(), "OFF_TRACK: that of the weakest child, " + KeyResultName("k"));
  EXPECT_EQ(explained.children(0).contribution(), 0.25);
  EXPECT_FALSE(explained.children(0).has_weight());
  EXPECT_TRUE(explained.children(1).has_contribution());
  EXPECT_EQ(explained.children(1).contribution(), 0);
  EXPECT_EQ(explained.children(0).verdict(), "OFF_TRACK: 0.25 < 0.75 x 0.5");
  EXPECT_EQ(explained.children(2).verdict(), "AT_RISK: 0.75 x 0.5 <= 0.4 < 0.9 x 0.5");
  EXPECT_EQ(InputOf(explained, "border of ON_TRACK").source(), "");  // It is not asked.
}

TEST_F(GoalsExplainTest, Doerr) {
  ASSERT_NO_FATAL_FAILURE(CreateFour({"2.5", "5", "7.5"}));
  const v1::Explanation explained = ExplainBy("DOERR");
  EXPECT_THAT(explained.steps(), Contains("raw = clamped = (0.25 + 0.5 + 0.75) / 3 = 0.5"));
  EXPECT_THAT(explained.steps(),
              Contains("missing = 0.25 of the children have no value and are left out"));
  EXPECT_EQ(explained.verdict(), "AT_RISK: 0.4 <= 0.5 < 0.7, whatever is expected by now");
  EXPECT_EQ(explained.children(2).verdict(), "ON_TRACK: 0.75 >= 0.7, whatever is expected by now");
  EXPECT_EQ(InputOf(explained, "border of ON_TRACK").source(), "");
}

TEST_F(GoalsExplainTest, WhatIsPrintedRecomputesByEveryCombination) {
  ASSERT_NO_FATAL_FAILURE(CreateFour({"1", "3.3", "7.7"}));
  for (const char* profile : kProfiles) {
    SetPolicy(std::string("profile: ") + profile);
    for (const char* combination : {"MEAN", "LEAST", "MOST", "TOTAL"}) {
      SCOPED_TRACE(absl::StrCat(profile, " ", combination));
      Combine(combination);
      const v1::Explanation explained = Explain();
      EXPECT_EQ(InputOf(explained, "combination").text(), combination);
      EXPECT_GE(ExpectAllRecomputes(explained), 3);
      EXPECT_DOUBLE_EQ(explained.progress().clamped(), GetObjective("a")->progress().clamped());
      EXPECT_NEAR(SumOfContributions(explained), explained.progress().clamped(), 1e-12);
      const std::string status = okapi::common::v1::Status_Name(explained.progress().status());
      EXPECT_THAT(explained.verdict(), StartsWith(status + ": "));
    }
  }
}

TEST_F(GoalsExplainTest, CombinationsInWords) {
  ASSERT_NO_FATAL_FAILURE(CreateFour({"2.5", "5", "7.5"}));
  EXPECT_EQ(InputOf(Explain(), "combination").source(), "");
  Combine("LEAST");
  v1::Explanation explained = Explain();
  EXPECT_THAT(
      explained.steps(),
      Contains("raw = clamped = 0.25: that of what has come least far, " + KeyResultName("k")));
  EXPECT_THAT(explained.steps(), Contains("expected = 0.5: what is expected of what has come least "
                                          "far, of several the most"));
  EXPECT_THAT(explained.steps(),
              Contains("missing = 0.5 of the weight has no value and is left out"));
  EXPECT_EQ(explained.verdict(), "OFF_TRACK: 0.25 < 0.7 x 0.5");
  EXPECT_EQ(explained.children(0).contribution(), 0.25);
  EXPECT_EQ(explained.children(1).contribution(), 0);
  EXPECT_FALSE(explained.children(1).has_weight());
  EXPECT_FALSE(explained.children(3).has_contribution());
  Combine("MOST");
  explained = Explain();
  EXPECT_THAT(explained.steps(), Contains("raw = clamped = 0.75: that of what has come furthest, " +
                                          KeyResultName("m")));
  EXPECT_EQ(explained.progress().worst_child(), KeyResultName("k"));
  // The weights are 1, 2, 1 and 4, and together more than the whole.
  Combine("TOTAL");
  explained = Explain();
  EXPECT_THAT(explained.steps(),
              Contains("raw = clamped = min(1, 1 x 0.25 + 2 x 0.5 + 1 x 0.75) = 1"));
  EXPECT_EQ(explained.children(1).contribution(), 0.5);
  // The profile goes on to judge.
  SetPolicy("profile: LATEST_WINS");
  explained = Explain();
  EXPECT_THAT(explained.steps(),
              Contains("raw = clamped = min(1, 1 x 0.25 + 2 x 0.5 + 1 x 0.75) = 1"));
  EXPECT_EQ(explained.verdict(), "OFF_TRACK: that of the weakest child, " + KeyResultName("k"));
}

TEST_F(GoalsExplainTest, WhatIsNobodysIsExpectedToo) {
  ASSERT_THAT(CreateKeyResult("k", std::string(kWay) + "weight: 0.5"), IsOk());
  ASSERT_THAT(CreateKeyResult("l", std::string(kWay) + "weight: 0.25 curve { shape: AT_END }"),
              IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(Report("k", "value: 5"), IsOk());
  ASSERT_THAT(Report("l", "value: 1"), IsOk());
  Combine("TOTAL");
  const v1::Explanation explained = Explain();
  EXPECT_EQ(explained.progress().clamped(), 0.275);
  EXPECT_EQ(explained.progress().expected(), 0.375);
  EXPECT_THAT(explained.steps(), Contains("raw = clamped = 0.5 x 0.5 + 0.25 x 0.1 = 0.275"));
  EXPECT_THAT(explained.steps(),
              Contains(StartsWith("expected = 0.5 x 0.5 + 0.25 x 0 + (1 - 0.75) x 0.5 = 0.375: ")));
  EXPECT_NEAR(SumOfContributions(explained), 0.275, 1e-12);
  ASSERT_THAT(Call(&Goals::CloseObjective, Named(kA)), IsOk());
  const v1::Explanation closed = Explain();
  EXPECT_EQ(closed.grade().computed_score(), 0.275);
  EXPECT_THAT(closed.steps(), Contains("raw = clamped = 0.5 x 0.5 + 0.25 x 0.1 = 0.275"));
}

TEST_F(GoalsExplainTest, StepsAndFirstMeasurementsInWords) {
  ASSERT_THAT(CreateKeyResult("e",
                              "scale { steps { step_id: 'manual' } steps { step_id: 'assisted' } "
                              "steps { step_id: 'automatic' } }"),
              IsOk());
  ASSERT_THAT(CreateKeyResult("s",
                              "scale { steps { step_id: 'manual' share: 0.1 } "
                              "steps { step_id: 'automatic' share: 1.5 } }"),
              IsOk());
  ASSERT_THAT(CreateKeyResult("f", "find_baseline {}"), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  EXPECT_THAT(Explain(KeyResultName("s")).steps(),
              Contains("no value is known: nobody has reported one of its steps"));
  const v1::Explanation unknown = Explain(KeyResultName("f"));
  EXPECT_THAT(unknown.steps(), Contains("raw = 0: it has not been measured yet"));
  EXPECT_EQ(unknown.verdict(), "OFF_TRACK: 0 < 0.7 x 0.5");
  ASSERT_THAT(Report("e", "reached_step: 'assisted'"), IsOk());
  ASSERT_THAT(Report("s", "reached_step: 'automatic'"), IsOk());
  ASSERT_THAT(Report("f", "value: 37"), IsOk());
  const v1::Explanation even = Explain(KeyResultName("e"));
  EXPECT_THAT(even.steps(), Contains("raw = (2 - 1) / (3 - 1) = 0.5: step 2 of 3, assisted"));
  EXPECT_EQ(InputOf(even, "current value").text(), "assisted");
  EXPECT_GE(ExpectAllRecomputes(even), 1);
  EXPECT_THAT(Explain(KeyResultName("s")).steps(),
              Contains("raw = 1.5: the share of step 2 of 2, automatic"));
  EXPECT_THAT(Explain(KeyResultName("f")).steps(), Contains("raw = 1: it has been measured"));
  ASSERT_THAT(Call(&Goals::CloseObjective, Named(kA)), IsOk());
  EXPECT_THAT(Explain(KeyResultName("e")).steps(),
              Contains("raw = (2 - 1) / (3 - 1) = 0.5: step 2 of 3, assisted"));
}

TEST_F(GoalsExplainTest, AClosedOneIsExplainedByItsGrade) {
  ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
  ASSERT_THAT(CreateKeyResult("l", std::string(kWay) + "weight: 3"), IsOk());
  ASSERT_THAT(CreateKeyResult("m", kWay), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(Report("k", "value: 10"), IsOk());
  ASSERT_THAT(Report("l", "value: 5"), IsOk());
  ASSERT_THAT(Call(&Goals::CloseObjective, Named(kA) + "score: 0.3 reason: 'half was bought'"),
              IsOk());
  clock_.Advance(absl::Hours(24 * 20));
  const v1::Explanation explained = Explain();
  EXPECT_THAT(explained.steps(), Contains("raw = clamped = (1 x 1 + 3 x 0.5) / 4 = 0.625"));
  EXPECT_THAT(explained.steps(),
              Contains("computed score = 0.625: the progress of that time, of its key results"));
  EXPECT_THAT(explained.steps(),
              Contains("score = 0.3, decided by people instead of 0.625: half was bought"));
  EXPECT_EQ(InputOf(explained, "computed score").value(), 0.625);
  EXPECT_EQ(InputOf(explained, "score").text(), "half was bought");
  ASSERT_EQ(explained.children_size(), 3);
  const v1::Explanation& l = explained.children(1);
  EXPECT_EQ(l.name(), KeyResultName("l"));
  EXPECT_EQ(l.display_name(), "KR");
  EXPECT_EQ(l.progress().raw(), 0.5);
  EXPECT_EQ(l.progress().status(), Status::MISSED);
  EXPECT_EQ(l.contribution(), 0.375);
  const auto value = InputOf(l, "value when it was closed");
  EXPECT_EQ(value.value(), 5);
  EXPECT_EQ(value.time().seconds(), kNow);
  EXPECT_EQ(value.source(), kA);
  EXPECT_EQ(value.etag(), GetObjective("a")->etag());
  EXPECT_THAT(l.steps(), Contains("raw = (5 - 0) / (10 - 0) = 0.5"));
  EXPECT_THAT(l.steps(), Contains("expected = 0.5 at that time"));
  EXPECT_THAT(explained.children(2).steps(), Contains("no value was known when it was closed"));
  EXPECT_NEAR(SumOfContributions(explained), 0.625, 1e-12);
  EXPECT_EQ(Explain(KeyResultName("l")).verdict(), l.verdict());
  // By other rules it would be another number: nothing is said that was not so.
  SetPolicy("profile: PLAIN_MEAN");
  const v1::Explanation later = Explain();
  EXPECT_THAT(later.steps(), Not(Contains(StartsWith("raw = clamped"))));
  EXPECT_THAT(later.steps(), Contains(StartsWith("computed score = 0.625")));
  EXPECT_FALSE(later.children(1).has_contribution());
}

TEST_F(GoalsExplainTest, NothingIsMadeOfNoValue) {
  ASSERT_THAT(CreateKeyResult("k",
                              "milestones { milestones { milestone_id: 'a' weight: 3 } "
                              "milestones { milestone_id: 'b' } }"),
              IsOk());
  ASSERT_THAT(CreateKeyResult("l", "binary {}"), IsOk());
  ASSERT_THAT(CreateKeyResult("m", "range { min: 3 }"), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  const v1::Explanation explained = Explain();
  ASSERT_EQ(explained.children_size(), 3);
  for (const v1::Explanation& child : explained.children()) {
    SCOPED_TRACE(child.name());
    EXPECT_THAT(child.steps(), Contains("no value is known: nobody has reported one"));
    EXPECT_THAT(child.steps(), Not(Contains(StartsWith("raw"))));
  }
  EXPECT_THAT(explained.steps(), Contains("no value is known of anything that has a weight"));
  ASSERT_THAT(Report("k", "done_milestones { milestone_ids: 'a' }"), IsOk());
  EXPECT_THAT(Explain(KeyResultName("k")).steps(),
              Contains("raw = weight of the milestones done (a) / weight of all = 3 / 4 = 0.75"));
}

TEST_F(GoalsExplainTest, InputsSayWhereTheyComeFrom) {
  const std::string guard =
      "guard { kpi_source { kpi: 'organizations/o/kpis/x' } range { min: 7 } } ";
  ASSERT_THAT(CreateKeyResult("k", kWay + guard), IsOk());
  ASSERT_THAT(CreateKeyResult("l", "range { min: 2 max: 3 }"), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_NO_FATAL_FAILURE(SetPolicy("bands { on_track: 0.8 } early_share: 0.1"));
  const auto expect_from = [](const v1::Explanation& explained, const std::string& label,
                              const auto& resource) {
    SCOPED_TRACE(label);
    const v1::Explanation::Input input = InputOf(explained, label);
    EXPECT_EQ(input.source(), resource.name());
    EXPECT_EQ(input.etag(), resource.etag());
    EXPECT_EQ(api::FromTimestamp(input.time()), api::FromTimestamp(resource.update_time()));
  };
  const v1::Explanation k = Explain(KeyResultName("k"));
  for (const char* label : {"baseline", "target", "guard min"}) {
    expect_from(k, label, *GetKeyResult("k"));
  }
  EXPECT_EQ(InputOf(k, "guard min").value(), 7);
  EXPECT_THAT(k.steps(), Contains("guard: no value of organizations/o/kpis/x is known"));
  const auto cycle = Call(&Organizations::GetCycle, Named("organizations/o/cycles/q1"));
  const auto organization = Call(&Organizations::GetOrganization, Named("organizations/o"));
  ASSERT_THAT(cycle, IsOk());
  ASSERT_THAT(organization, IsOk());
  const v1::Explanation a = Explain();
  for (const char* label : {"min", "max"}) expect_from(a.children(1), label, *GetKeyResult("l"));
  for (const v1::Explanation& explained : {k, a}) {
    for (const char* label : {"first day", "last day"}) expect_from(explained, label, *cycle);
    for (const char* label :
         {"scoring profile", "border of ON_TRACK", "border of AT_RISK", "early share"}) {
      expect_from(explained, label, *organization);
    }
    EXPECT_EQ(InputOf(explained, "last day").text(), "2025-03-31");
    EXPECT_EQ(InputOf(explained, "border of ON_TRACK").value(), 0.8);
    EXPECT_EQ(InputOf(explained, "border of AT_RISK").value(), 0.7);
    EXPECT_EQ(InputOf(explained, "early share").value(), 0.1);
  }
}

TEST_F(GoalsExplainTest, ACurveIsCalledWhatItIs) {
  ASSERT_THAT(CreateKeyResult("k", std::string(kWay) + "curve { shares: 0.2 shares: 1 }"), IsOk());
  ASSERT_THAT(
      CreateKeyResult("l", std::string(kWay) + "curve { shape: STEP shares: 0.2 shares: 1 }"),
      IsOk());
  ASSERT_THAT(Activate(), IsOk());
  const auto table = Explain(KeyResultName("k"));
  EXPECT_EQ(InputOf(table, "curve").text(), "TABLE 0.2 1");
  EXPECT_THAT(table.steps(), Contains(HasSubstr("by the curve TABLE of 2 shares")));
  const auto step = Explain(KeyResultName("l"));
  EXPECT_EQ(InputOf(step, "curve").text(), "STEP 0.2 1");
  EXPECT_THAT(step.steps(), Contains(HasSubstr("by the curve STEP of 2 shares")));
}

TEST_F(GoalsExplainTest, WhatWasPromisedFirstIsExplainedToo) {
  ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
  ASSERT_THAT(CreateKeyResult("l", kWay), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(Report("k", "value: 4"), IsOk());
  EXPECT_THAT(Explain(KeyResultName("k")).steps(), Not(Contains(StartsWith("first promise"))));
  ASSERT_THAT(Call(&Goals::RetargetKeyResult,
                   Named(KeyResultName("k")) + "from_to { baseline: 0 target: 20 } reason: 'r'"),
              IsOk());
  EXPECT_THAT(Explain(KeyResultName("k")).steps(),
              Contains("first promise = (4 - 0) / (10 - 0) = 0.4, on the way that it had until "
                       "2025-02-15"));
}

// Not with the scene of the fixture: its clock stands still.
TEST_F(GoalsExplainTest, AllOfItIsOfOneTime) {
  const TickingClock clock(absl::FromUnixSeconds(kNow));
  GoalsScene scene(clock, okapi::testing::kNobody);
  const auto call = [&scene](auto method, const auto& request) {
    const auto response = scene.Call(method, request);
    EXPECT_THAT(response, IsOk());
    return *response;
  };
  call(&Organizations::CreateOrganization,
       FromText<v1::CreateOrganizationRequest>(
           "organization_id: 'o' organization { display_name: 'O' }"));
  call(&Organizations::CreateCycle,
       FromText<v1::CreateCycleRequest>("parent: 'organizations/o' cycle_id: 'q1' "
                                        "cycle { display_name: 'C' "
                                        "start_date { year: 2025 month: 1 day: 1 } "
                                        "end_date { year: 2025 month: 3 day: 31 } }"));
  call(&Goals::CreateObjective,
       FromText<v1::CreateObjectiveRequest>("parent: 'organizations/o' objective_id: 'a' "
                                            "objective { display_name: 'Obj' "
                                            "cycle: 'organizations/o/cycles/q1' }"));
  for (const char* id : {"k", "l"}) {
    v1::CreateKeyResultRequest request;
    request.set_parent(kA);
    request.set_key_result_id(id);
    request.mutable_key_result()->set_display_name("KR");
    request.mutable_key_result()->mutable_from_to()->set_target(10);
    call(&Goals::CreateKeyResult, request);
  }
  call(&Goals::ActivateObjective, FromText<v1::ActivateObjectiveRequest>(Named(kA)));
  const absl::Time start = absl::FromUnixSeconds(1735689600);  // 2025-01-01T00:00:00Z
  const absl::Duration length = absl::Hours(24 * 90);
  for (const std::string& name : {std::string(kA), KeyResultName("k")}) {
    const auto explained = call(&Review::Explain, FromText<v1::ExplainRequest>(Named(name)));
    const double elapsed =
        absl::FDivDuration(api::FromTimestamp(explained.as_of_time()) - start, length);
    EXPECT_DOUBLE_EQ(explained.progress().expected(), elapsed);
    const v1::Explanation& k = name == kA ? explained.children(0) : explained;
    EXPECT_DOUBLE_EQ(k.progress().expected(), elapsed);
    for (const std::string& step : k.steps()) {
      if (!absl::StartsWith(step, "expected = ")) continue;
      const std::vector<std::string> words = absl::StrSplit(step, ' ');
      EXPECT_EQ(words[2], words[3] + ":");  // A straight way: the share of the time.
    }
  }
}

TEST_F(GoalsExplainTest, WhatLiesTooDeepIsNamedAndExplainedToWhoeverAsks) {
  ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
  ASSERT_THAT(CreateKeyResult("l", kWay), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(Report("k", "value: 4"), IsOk());
  // `a` at the bottom.
  std::string below = "a";
  for (int i = 0; i < 120; ++i) {
    const std::string above = absl::StrCat("up", i);
    ASSERT_THAT(CreateObjective(above, "rollup: CHILDREN"), IsOk());
    ASSERT_THAT(Call(&Goals::UpdateObjective,
                     absl::StrCat("objective { name: 'organizations/o/objectives/", below,
                                  "' alignments { parent: 'organizations/o/objectives/", above,
                                  "' } } update_mask { paths: 'alignments' }")),
                IsOk());
    ASSERT_THAT(Call(&Goals::ActivateObjective, Named("organizations/o/objectives/" + above)),
                IsOk());
    below = above;
  }
  const v1::Explanation top = Explain("organizations/o/objectives/up119");
  EXPECT_GT(top.revision(), 0);
  const v1::Explanation* deepest = &top;
  int levels = 0;
  for (; deepest->children_size() == 1; ++levels) deepest = &deepest->children(0);
  EXPECT_EQ(levels, 61);
  EXPECT_EQ(deepest->name(), "organizations/o/objectives/up58");
  EXPECT_EQ(deepest->progress().clamped(), 0.4);
  ASSERT_EQ(deepest->steps_size(), 1);
  EXPECT_THAT(deepest->steps(0), HasSubstr("more than 60 levels below: ask about it"));
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(top, &json).ok());
  EXPECT_EQ(Explain(deepest->name()).children_size(), 1);
}

}  // namespace
}  // namespace okapi::goals
