#include "services/cli/convert/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/convert/convert_outcome.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::Initiative;
using okapi::goals::v1::Objective;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(ConvertTableTest, ARowIsWhatItsTypeSays) {
  const Outcome outcome =
      Table(R"(ID,Type,Title,Parent,Owner,Owner Email,Team,Start value,Target,Unit,Weight,Due date
O1,Objective,Grow,,An Lê,an@acme.example,Sales,,,,,
K1,Key Result,NPS,O1,An Lê,,Sales,31,45,points,2,
K2,KR,Sales,Grow,Bo <bo@acme.example>,,Sales,"80,000","100,000.50",USD,,2026-05-01
P1,Project,Ask everybody,K1,,,,,,,,2026-04-30
T1,Team objective,Win the north,O1,bo@acme.example,,North,,,,,
)");
  EXPECT_THAT(outcome.findings,
              ElementsAre("f: row 4: kept as a description: Due date: 2026-05-01",
                          "f: row 6: kept as a description: Type: Team objective"));
  ASSERT_EQ(outcome.okrs.objectives.size(), 2);
  const ConvertedObjective& grow = outcome.objective();
  EXPECT_EQ(grow.objective.name(), "o1");
  EXPECT_EQ(grow.objective.owner(), "an-le");
  EXPECT_EQ(grow.objective.team(), "sales");
  EXPECT_EQ(grow.objective.cycle(), "y2026");
  EXPECT_EQ(outcome.key_result(0).ShortDebugString(),
            "name: \"k1\" display_name: \"NPS\" owner: \"an-le\" unit { count_of: \"points\" } "
            "from_to { baseline: 31 target: 45 } weight: 2");
  EXPECT_EQ(outcome.key_result(1).from_to().target(), 100000.5);
  EXPECT_EQ(outcome.key_result(1).unit().currency_code(), "USD");
  EXPECT_EQ(outcome.key_result(1).owner(), "bo");
  ASSERT_EQ(grow.initiatives.size(), 1);
  EXPECT_THAT(grow.initiatives[0].key_results(), ElementsAre("k1"));
  EXPECT_EQ(grow.initiatives[0].due_date().day(), 30);
  EXPECT_EQ(outcome.objective(1).objective.alignments(0).parent(), "o1");
  EXPECT_EQ(outcome.objective(1).objective.owner(), "bo") << "an address is whose it was before";
  ASSERT_EQ(outcome.okrs.members.size(), 2);
  EXPECT_EQ(outcome.okrs.members[1].display_name(), "Bo");
  EXPECT_EQ(outcome.okrs.members[0].email(), "an@acme.example");
}

TEST(ConvertTableTest, ARowHasAnObjectiveAndAKeyResult) {
  const Outcome outcome = Table(
      "\xEF\xBB\xBFMục tiêu;Kết quả then chốt;Sáng kiến;Người phụ trách;Phòng ban;Chu kỳ;Giá trị "
      "ban đầu;"
      "Chỉ tiêu;Đơn vị;Trọng số\n"
      "Dẫn đầu;Doanh thu;\"- Mở chi nhánh\n- Tuyển người\";Lan;Kinh doanh;Quý I/2026;1,2;2;tỷ "
      "đồng;2\n"
      ";;Quảng cáo;Minh;;;;;;\n"
      ";Khách hàng;;Lan;;;1.200;1.500;khách hàng;1\n"
      "Gắn bó;Nghỉ việc từ 8 % xuống 5 %;;Minh;Nhân sự;Quý I/2026;;;;\n",
      Options(""));
  EXPECT_THAT(outcome.findings,
              ElementsAre("f: row 2: cycle 'Quý I/2026' is taken to be from 2026-01-01 to "
                          "2026-03-31: the year of all cycles is taken to begin in January"))
      << "1,2 tells what 1.200 is";
  ASSERT_EQ(outcome.okrs.objectives.size(), 2);
  ASSERT_EQ(outcome.objective().key_results.size(), 2);
  EXPECT_EQ(outcome.key_result(0).from_to().baseline(), 1.2e9);
  EXPECT_EQ(outcome.key_result(0).unit().currency_code(), "VND");
  EXPECT_EQ(outcome.key_result(1).from_to().target(), 1500);
  EXPECT_EQ(outcome.objective().objective.owner(), "lan") << "who has all of its key results";
  ASSERT_EQ(outcome.objective().initiatives.size(), 3);
  EXPECT_EQ(outcome.objective().initiatives[1].display_name(), "Tuyển người");
  EXPECT_EQ(outcome.objective().initiatives[2].owner(), "minh");
  for (const Initiative& initiative : outcome.objective().initiatives) {
    EXPECT_THAT(initiative.key_results(), ElementsAre("doanh-thu"));
  }
  EXPECT_EQ(outcome.key_result(0, 1).from_to().target(), 0.05);
  ASSERT_EQ(outcome.okrs.cycles.size(), 1);
  EXPECT_EQ(outcome.okrs.cycles[0].end_date().month(), 3);
}

TEST(ConvertTableTest, KeyResultsAreNumbered) {
  const Outcome outcome = Table(
      R"(email,name,description,visibility,due_at,priority,status,completion,key_result_1_title,key_result_1_completion,key_result_2_title,key_result_2_completion
an@acme.example,Grow,Slowly,everyone,2026-12-31,1,ongoing,,Win 40 deals,0.5,Launch the shop,0.65
bo@acme.example,Learn,,owner,2026-12-31,2,created,0.2,,,,
)");
  ASSERT_EQ(outcome.okrs.objectives.size(), 2);
  const Objective& grow = outcome.objective().objective;
  EXPECT_EQ(grow.owner(), "an");
  EXPECT_EQ(grow.description(), "Slowly\ndue_at: 2026-12-31\nstatus: ongoing\npriority: 1");
  ASSERT_EQ(outcome.objective().key_results.size(), 2);
  EXPECT_EQ(outcome.key_result(0).from_to().target(), 40);
  EXPECT_EQ(outcome.key_result(0).description(), "key_result_1_completion: 0.5");
  EXPECT_TRUE(outcome.key_result(1).unit().percent());
  EXPECT_EQ(outcome.objective(1).objective.visibility(), Objective::PRIVATE);
  EXPECT_THAT(
      outcome.findings,
      Contains("f: column 'priority' is none that is known: kept as a description (2 rows)"));
  EXPECT_THAT(
      outcome.findings,
      Contains("f: row 3: is private: to be applied --as bo, or a member with sees_private"));
}

TEST(ConvertTableTest, GoalsThatAreMeasuredThemselvesHaveAKeyResult) {
  const Outcome outcome = Table(
      R"(Objective Title,Owner_Email_ID,Start_Date,Due_Date,Metric_Name,Metric_Type,Metric_Start_Value,Metric_Target_Value
Grow,an@acme.example,2026-01-01,2026-03-31,Deals,Number,10,40
Ship,an@acme.example,2026-01-01,2026-03-31,,Binary,,
Talk,an@acme.example,2026-01-01,2026-03-31,,,,
)",
      Options(""));
  ASSERT_EQ(outcome.okrs.objectives.size(), 3);
  EXPECT_EQ(outcome.key_result().display_name(), "Deals");
  EXPECT_EQ(outcome.key_result().from_to().target(), 40);
  EXPECT_TRUE(outcome.key_result(0, 1).has_binary());
  EXPECT_THAT(outcome.objective(2).key_results, IsEmpty());
  ASSERT_EQ(outcome.okrs.cycles.size(), 1);
  EXPECT_EQ(outcome.okrs.cycles[0].display_name(), "2026-01-01 to 2026-03-31");
  EXPECT_THAT(outcome.findings,
              ElementsAre("f: row 2: is measured itself: that is made a key result of it",
                          "f: row 3: is measured itself: that is made a key result of it"));
}

TEST(ConvertTableTest, ParentsThatAreNoneAreTold) {
  const Outcome outcome = Table(R"(Row ID,Title,Parent Row IDs,Type
1,A,2,objective
2,B,3,objective
3,C,1,objective
4,D,4,objective
5,E,77,objective
6,F,"1, 2",objective
6,G,,objective
7,H,6,objective
8,K,Nowhere,key result
9,L,,key result
10,M,8,key result
,N,,
)");
  const auto parents = [&](size_t i) {
    std::vector<std::string> names;
    for (const auto& it : outcome.objective(i).objective.alignments()) names.push_back(it.parent());
    return names;
  };
  EXPECT_THAT(parents(0), ElementsAre("objective-2"));
  EXPECT_THAT(parents(1), ElementsAre("objective-3"));
  EXPECT_THAT(parents(2), IsEmpty());
  EXPECT_THAT(parents(5), ElementsAre("objective-1", "objective-2"));
  EXPECT_EQ(outcome.objective(2).objective.description(), "Parent Row IDs: 1");
  EXPECT_EQ(outcome.objective(6).objective.name(), "objective-6-2");
  EXPECT_EQ(outcome.objective(7).key_results.size(), 1)
      << "what says no parent is of the one above";
  EXPECT_EQ(outcome.okrs.objectives.back().objective.display_name(), "Nowhere");
  EXPECT_EQ(outcome.okrs.objectives.back().key_results.size(), 2);
  for (const char* finding :
       {"f: row 4: is aligned in a circle: that to row 2 is left out",
        "f: row 5: is its own parent", "f: row 6: parent '77' is nowhere in the file",
        "f: row 8: Row ID '6' is that of row 7 too: both are there, with ids of their own",
        "f: row 9: parent '6' stands for several, such as row 7 and row 8: which one is not said",
        "f: row 10: parent 'Nowhere' is nowhere in the file",
        "f: row 10: an objective is made for it: Nowhere",
        "f: row 11: says no parent: taken as one of the objective above it",
        "f: row 12: stands under another key result: taken as one of the same objective",
        "f: row 13: does not say what it is: taken as an objective"}) {
    EXPECT_THAT(outcome.findings, Contains(finding));
  }
}

TEST(ConvertTableTest, WhatIsNotWhatItShouldBeIsKeptAndTold) {
  const Outcome outcome =
      Table(R"(Type,Title,Start date,End date,Start value,Target,Current,Confidence,Weight,Extra
Objective,Grow,soon,46053,,(500),,,,
KR,A,,,ten,5 of 6,lots,high,-1,x
KR,,,,1,2,,,,
KR,B from 1 to 2,03/04/2026,,5,,,,,
)");
  EXPECT_EQ(outcome.objective().objective.description(),
            "Start date: soon\nEnd date: 46053\nTarget: (500)");
  EXPECT_EQ(
      outcome.key_result(0).description(),
      "Start value: ten\nTarget: 5 of 6\nCurrent: lots\nConfidence: high\nWeight: -1\nExtra: x");
  EXPECT_TRUE(outcome.key_result(0).has_binary());
  EXPECT_EQ(outcome.key_result(1).display_name(), "Untitled");
  EXPECT_EQ(outcome.key_result(2).from_to().baseline(), 1) << "as its words say";
  EXPECT_EQ(outcome.key_result(2).description(), "Start date: 03/04/2026\nStart value: 5");
  for (const char* finding :
       {"f: column 'Extra' is none that is known: kept as a description (1 row)",
        "f: row 2: Start date: 'soon' is no date; write it like 2026-01-31",
        "f: row 2: Target: '(500)' is no number", "f: row 3: Start value: 'ten' is no number",
        "f: row 3: Target: '5 of 6' is no number", "f: row 3: Current: 'lots' is no number",
        "f: row 3: Weight: '-1' is no weight", "f: row 4: has no title: called 'Untitled'",
        "f: row 5: has a start without a target",
        "f: row 5: Start date: '03/04/2026' may be 2026-04-03 or 2026-03-04, and no other date "
        "tells which"}) {
    EXPECT_THAT(outcome.findings, Contains(finding));
  }
}

TEST(ConvertTableTest, WhatIsPrivateStaysPrivate) {
  const Outcome outcome = Table(R"(Title,Parent,Owner,Visibility,Tags
Secret,,An,Private,"theme: growth, north"
Open,Secret,An,Public,
Mine,Secret,An,only me,
Theirs,Secret,Bo,manager,
)");
  EXPECT_EQ(outcome.objective(0).objective.visibility(), Objective::PRIVATE);
  EXPECT_EQ(outcome.objective(0).objective.labels().at("theme"), "growth");
  EXPECT_EQ(outcome.objective(0).objective.labels().count("north"), 1);
  EXPECT_THAT(outcome.objective(1).objective.alignments(), IsEmpty());
  EXPECT_EQ(outcome.objective(2).objective.alignments_size(), 1);
  EXPECT_EQ(outcome.objective(3).objective.visibility(), Objective::PRIVATE);
  EXPECT_THAT(outcome.objective(3).objective.alignments(), IsEmpty());
  EXPECT_THAT(outcome.findings, Contains("f: row 5: Visibility: 'manager' is taken as private"));
  EXPECT_THAT(
      outcome.findings,
      Contains(
          "f: row 3: cannot be aligned to 'secret', which is private and not of the same owner"));
}

TEST(ConvertTableTest, WhatIsPrivateHidesItsObjective) {
  const Outcome outcome = Table(R"(Type,Title,Owner,Visibility,Private,Access
Objective,A,An,Public,,
KR,A1,An,Private,,
Objective,B,An,,,
Project,B1,An,,yes,
Objective,C,An,,,
KR,C1,An,managers,,
Objective,D,,Public,,only me
Objective,E,An,Public,no,everyone
KR,E1,An,Public,no,
)");
  for (const size_t i : {0, 1, 2, 3}) {
    EXPECT_EQ(outcome.objective(i).objective.visibility(), Objective::PRIVATE) << i;
  }
  EXPECT_NE(outcome.objective(4).objective.visibility(), Objective::PRIVATE);
  for (const char* finding :
       {"f: row 3: is private: so is its objective 'a' with all of it",
        "f: row 2: is private: to be applied --as an, or a member with sees_private",
        "f: row 5: is private: so is its objective 'b' with all of it",
        "f: row 7: Visibility: 'managers' is taken as private",
        "f: row 8: is private and has no owner: only members with sees_private can apply it"}) {
    EXPECT_THAT(outcome.findings, Contains(finding));
  }
  EXPECT_EQ(outcome.key_result(0, 4).description(), "");
  const Outcome wide =
      Table("Objective,Key result,Visibility\nA,A1,Public\n,A2,Private\nB,B1,Public\n");
  EXPECT_EQ(wide.objective(0).objective.visibility(), Objective::PRIVATE);
  EXPECT_NE(wide.objective(1).objective.visibility(), Objective::PRIVATE);
}

TEST(ConvertTableTest, SeveralOwnersAreKept) {
  const Outcome outcome = Table(R"(Title,Owner,Team
A,"An, Binh","Sales, Care"
B,"Nguyen, An <an@acme.example>",Sales
C,"An Le; Binh",Sales
)");
  EXPECT_EQ(outcome.objective(0).objective.owner(), "an");
  EXPECT_EQ(outcome.objective(0).objective.team(), "sales");
  EXPECT_EQ(outcome.objective(0).objective.description(), "Owner: An, Binh\nTeam: Sales, Care");
  EXPECT_EQ(outcome.objective(1).objective.owner(), "nguyen-an");
  EXPECT_EQ(outcome.objective(2).objective.owner(), "an-le");
  EXPECT_THAT(outcome.findings, Contains("f: row 2: has several owners: an is taken"));
  EXPECT_THAT(outcome.findings, Contains("f: row 2: has several teams: sales is taken"));
}

// Each row stands under the next one or the one before, and all are called alike.
TEST(ConvertTableTest, LongChainsAreWalkedOnce) {
  constexpr int kCount = 50'000;
  std::string up = "ID,Type,Title,Parent\nO,Objective,Grow,\n";
  std::string down = up;
  std::string aligned = "ID,Title,Parent\n";
  for (int i = 0; i < kCount; ++i) {
    absl::StrAppend(&up, i, ",KR,Deals,", i == 0 ? "O" : absl::StrCat(i - 1), "\n");
    absl::StrAppend(&down, i, ",KR,Deals,", i + 1 == kCount ? "O" : absl::StrCat(i + 1), "\n");
    absl::StrAppend(&aligned, i, ",Deals,", i == 0 ? "" : absl::StrCat(i - 1), "\n");
  }
  for (const std::string& text : {up, down}) {
    const auto okrs = ConvertText(text, "f", OkrFormat::kTable, Options());
    ASSERT_TRUE(okrs.ok());
    ASSERT_EQ(okrs->objectives.size(), 1);
    EXPECT_EQ(okrs->objectives[0].key_results.size(), kCount);
  }
  const auto okrs = ConvertText(aligned, "f", OkrFormat::kTable, Options());
  ASSERT_TRUE(okrs.ok());
  EXPECT_EQ(okrs->objectives.back().objective.alignments(0).parent(),
            absl::StrCat("objective-", kCount - 2));
  std::string alike = "Type,Title,Parent\nKR,Deals,Below\n";
  for (int i = 0; i < kCount; ++i) absl::StrAppend(&alike, "KR,Deals,\n");
  absl::StrAppend(&alike, "Objective,Below,\n");
  const auto numbered = ConvertText(alike, "f", OkrFormat::kTable, Options());
  ASSERT_TRUE(numbered.ok());
  ASSERT_EQ(numbered->objectives.size(), 2);
  EXPECT_EQ(numbered->objectives[1].key_results.back().name(), absl::StrCat("deals-", kCount));
}

TEST(ConvertTableTest, PartsThatStandUnderThemselvesAreTold) {
  const Outcome outcome = Table(R"(ID,Type,Title,Parent
O,Objective,Grow,
1,Project,A,2
2,KR,B,3
3,KR,C,2
)");
  ASSERT_EQ(outcome.okrs.objectives.size(), 1);
  EXPECT_EQ(outcome.objective().key_results.size(), 2);
  EXPECT_THAT(outcome.objective().initiatives[0].key_results(), ElementsAre("kr-2"));
  EXPECT_THAT(outcome.findings,
              Contains("f: row 5: stands under itself by way of row 4: that is left out"));
  EXPECT_THAT(outcome.findings, Not(Contains(HasSubstr("row 3: stands under itself"))));
}

TEST(ConvertTableTest, CyclesHaveDaysOrAreToldToBeNone) {
  const Outcome outcome = Table(R"(Title,Cycle,Start date,End date
A,Sprint,2026-01-05,2026-02-01
B,Sprint,2026-01-12,2026-02-08
C,Q1 2026,2026-01-01,2026-03-31
D,,2026-01-01,2026-03-31
)",
                                Options(""));
  ASSERT_EQ(outcome.okrs.cycles.size(), 2);
  EXPECT_EQ(outcome.okrs.cycles[0].start_date().day(), 5);
  EXPECT_EQ(outcome.okrs.cycles[0].end_date().day(), 8);
  EXPECT_EQ(outcome.objective(3).objective.cycle(), "q1-2026");
  EXPECT_THAT(
      outcome.findings,
      Contains(
          "f: row 4: cycle 'Q1 2026' is taken to be from 2026-01-01 to 2026-03-31: the year of "
          "all cycles is taken to begin in January"));
  const Outcome years = Table("Title,Cycle\nA,March 2026\nB,Q3 2026\nC,2026\n", Options(""));
  ASSERT_EQ(years.findings.size(), 1) << "once, and of no month";
  EXPECT_THAT(years.findings[0], HasSubstr("row 3: cycle 'Q3 2026' is taken to be from"));
  const auto none =
      ConvertText("Title,Cycle\nA,Monthly\nB,\n", "f", OkrFormat::kTable, Options(""));
  ASSERT_TRUE(none.ok());
  EXPECT_EQ(CheckCycles(*none, OkrFormat::kTable).message(),
            "2 objectives have no cycle (row 2, 3): give --cycle, the id of the one they are for");
  EXPECT_EQ(none->findings[0].text, "nobody says when 'Monthly' begins and ends");
}

TEST(ConvertTableTest, RowsAreThoseOfASpreadsheet) {
  const Outcome outcome = Table(
      "OKRs of the company\tas of "
      "today\n\nType\tTitle\tNotes\n\nObjective\tGrow\t\"two\nlines\"\nKR\tLaunch\t\tmore\n");
  EXPECT_EQ(outcome.objective().objective.description(), "two\nlines");
  EXPECT_EQ(outcome.key_result().description(), "Column 4: more");
  EXPECT_THAT(
      outcome.findings,
      ElementsAre("f: column 'Column 4' is none that is known: kept as a description (1 row)",
                  "f: row 1: stands above the names of the columns, left out: OKRs of the company "
                  "as of today",
                  "f: row 6: has no number: taken as done or not"));
}

TEST(ConvertTableTest, OfALongTextNothingIsLostSilently) {
  const std::string text(5000, 'x');
  const Outcome outcome = Table(absl::StrCat("Title,Notes\nGrow,", text, "\n"));
  EXPECT_EQ(outcome.objective().objective.description().size(), 4000);
  EXPECT_THAT(outcome.findings,
              Contains(absl::StrCat(
                  "f: row 2: its description is longer than 4000 characters: left out is ",
                  std::string(1000, 'x'))));
}

TEST(ConvertTextTest, WhatCannotBeReadIsRefused) {
  EXPECT_THAT(Refusal(std::string("PK\x03\x04rest", 8), OkrFormat::kTable),
              HasSubstr("save it as `CSV UTF-8"));
  EXPECT_THAT(Refusal("\xFF\xFET\x01", OkrFormat::kTable), HasSubstr("is UTF-16"));
  EXPECT_THAT(Refusal("Title\nGr\xF6\xDF"
                      "e\n",
                      OkrFormat::kTable),
              HasSubstr("is not UTF-8"));
  EXPECT_THAT(Refusal("a,b\n1,2\n", OkrFormat::kTable), HasSubstr("has no column of titles"));
  EXPECT_THAT(Refusal("a,b\n1,2\n", OkrFormat::kTable), HasSubstr("its first row is: a | b"));
  EXPECT_THAT(Refusal("", OkrFormat::kTable), HasSubstr("has no column of titles"));
  EXPECT_THAT(Refusal("Title,Type\n", OkrFormat::kTable), HasSubstr("no objective in 'f'"));
  EXPECT_EQ(Refusal("Title,Type\n\"Grow,objective\n", OkrFormat::kTable),
            "f:2: a quote is opened and never closed");
  EXPECT_THAT(Refusal("# \n", OkrFormat::kMarkdown), HasSubstr("it is a heading"));
  EXPECT_THAT(Refusal("objectives: []\n", OkrFormat::kDocument), HasSubstr("no objective in 'f'"));
  EXPECT_EQ(Refusal("objectives: [\n", OkrFormat::kDocument).substr(0, 4), "f:2:");
  EXPECT_THAT(Refusal("organization: {id: acme}\nobjectives: []\n", OkrFormat::kDocument),
              HasSubstr("is a company file already: okapi apply -f f"));
  EXPECT_THAT(Refusal("objectives: &a\n  - objectives: *a\n", OkrFormat::kDocument),
              HasSubstr("f:"));
}

TEST(ConvertDocumentTest, AsTeamsKeepThem) {
  const Outcome outcome = Document(R"(quarter: Q2 2026
version: 3
teams:
  - name: Platform
    objectives:
      - objective: Be reliable
        owner: {name: An Lê, email: an@acme.example}
        key_results:
          - description: Uptime
            baseline: 99.125
            target: 99.9
            unit: "%"
            confidence: 0.7
            evidence: [dashboard, log]
          - Incidents from 12 to 4
          - title: Failover
            metric: {start: 1, target: 3}
          - {title: Revenue, start: 80000, target: 100000}
        initiatives: [Chaos days]
        children:
          - title: Alerts that matter
            krs: {pages: Pages a week from 40 to 10, noise: {target: 2}}
Sales:
  - OBJECTIVE: Grow
  - KR: Win $100 million
)",
                                   Options(""));
  ASSERT_EQ(outcome.okrs.objectives.size(), 3);
  EXPECT_EQ(outcome.objective().objective.team(), "platform");
  EXPECT_EQ(outcome.objective().objective.owner(), "an-le");
  ASSERT_EQ(outcome.objective().key_results.size(), 4);
  EXPECT_EQ(outcome.key_result(3).from_to().baseline(), 80000);
  EXPECT_EQ(outcome.key_result(0).from_to().baseline(), 0.99125) << "a number, whatever its marks";
  EXPECT_EQ(outcome.key_result(0).description(), "confidence: 0.7\nevidence: dashboard; log");
  EXPECT_EQ(outcome.key_result(2).display_name(), "Failover");
  EXPECT_EQ(outcome.objective().initiatives.size(), 1);
  EXPECT_EQ(outcome.objective(1).objective.alignments(0).parent(), "be-reliable");
  EXPECT_EQ(outcome.objective(1).objective.cycle(), "q2-2026");
  EXPECT_EQ(outcome.key_result(0, 1).name(), "pages");
  EXPECT_EQ(outcome.key_result(1, 1).display_name(), "noise");
  EXPECT_EQ(outcome.objective(2).objective.team(), "sales");
  EXPECT_EQ(outcome.key_result(0, 2).from_to().target(), 1e8);
  for (const char* finding : {"f:2: stands beside the objectives, left out: version: 3",
                              "f:14: kept as a description: evidence: dashboard; log",
                              "f:23: 'Sales' is taken as a team"}) {
    EXPECT_THAT(outcome.findings, Contains(finding));
  }
}

TEST(ConvertDocumentTest, Json) {
  const Outcome outcome = Document(R"([
  {"title": "Grow", "keyResults": [{"title": "NPS", "startValue": 31, "targetValue": 45, "status": "on-track"}],
   "visibility": "public", "tags": ["a", "b"]}
])");
  EXPECT_EQ(outcome.key_result().from_to().target(), 45);
  EXPECT_EQ(outcome.objective().objective.labels_size(), 2);
}

TEST(ConvertDocumentTest, WhatOccursTwiceIsKept) {
  const Outcome outcome =
      Document("okrs:\n- title: A\n  title: B\n  team: T\n- {}\n- 5\n- [x, y]\n- ~\n");
  ASSERT_EQ(outcome.okrs.objectives.size(), 4);
  EXPECT_EQ(outcome.objective().objective.description(), "title: B");
  EXPECT_EQ(outcome.objective(1).objective.display_name(), "Untitled");
  EXPECT_EQ(outcome.objective(3).objective.display_name(), "x, y");
  EXPECT_THAT(outcome.findings, Contains("f:3: 'title' occurs twice"));
}

TEST(ConvertDocumentTest, TooMuchIsRefused) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    absl::StrAppend(&bomb, "a", i, ": &a", i, " [");
    for (int j = 0; j < 8; ++j) absl::StrAppend(&bomb, j == 0 ? "" : ", ", "*a", i - 1);
    absl::StrAppend(&bomb, "]\n");
  }
  EXPECT_THAT(Refusal(bomb, OkrFormat::kDocument), HasSubstr("has too much in it, or itself"));
  EXPECT_THAT(Refusal("objectives:\n- &o\n  title: A\n  children: [*o]\n", OkrFormat::kDocument),
              HasSubstr("has too much in it, or itself"));
}

}  // namespace
}  // namespace okapi::cli
