#include "services/reporting/reading/report_reader.h"

#include <iterator>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/base/sha256.h"
#include "common/rpc/retry.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/neighbours/freshness.h"
#include "services/reporting/reading/existence.h"
#include "services/reporting/reports/alignment_report.h"
#include "services/reporting/reports/combined_report.h"
#include "services/reporting/reports/kpi_comments.h"
#include "services/reporting/reports/kpi_forecast.h"
#include "services/reporting/reports/kpi_report.h"
#include "services/reporting/reports/named_people.h"
#include "services/reporting/reports/okr_report.h"
#include "services/reporting/reports/own_periods.h"
#include "services/reporting/reports/same_part.h"
#include "services/reporting/reports/scorecard.h"
#include "services/reporting/reports/scorecard_groups.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::AlignmentReport;
using okapi::reporting::v1::CombinedReport;
using okapi::reporting::v1::GetAlignmentReportRequest;
using okapi::reporting::v1::GetCombinedReportRequest;
using okapi::reporting::v1::GetKpiReportRequest;
using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;

// Due targets move with every moment; a report that has not changed otherwise is judged anew once a
// minute.
constexpr absl::Duration kJudged = absl::Minutes(1);

int64_t MomentOf(absl::Time as_of) {
  return absl::ToUnixSeconds(as_of) / absl::ToInt64Seconds(kJudged);
}

// Everything that a scorecard is made of.
struct ScorecardInputs {
  ScorecardPlan plan;
  KpiDefinitions definitions;
  KpiAnswers answers;
  // Answers of the days of open periods, with their questions.
  std::vector<KpiQuestion> day_questions;
  KpiAnswers days;
  // Answers about the same part of other periods.
  SamePartQuestions part_questions;
  KpiAnswers parts;
};

// Asks the questions of several parts of a report side by side; the answers part by part. Where
// metrics was away a moment ago, for `problem`, it is not waited for once more.
std::vector<KpiAnswers> AskTogether(const Neighbours& neighbours, const std::string& organization,
                                    const absl::Status& problem,
                                    absl::Span<const std::vector<KpiQuestion>* const> parts) {
  std::vector<KpiQuestion> copied;
  absl::Span<const KpiQuestion> all;
  for (const std::vector<KpiQuestion>* part : parts) {
    if (part->empty()) continue;
    // Most scorecards ask nothing else, and need no copy of what they ask.
    if (all.empty()) {
      all = *part;
      continue;
    }
    if (copied.empty()) copied.assign(all.begin(), all.end());
    copied.insert(copied.end(), part->begin(), part->end());
    all = copied;
  }
  KpiAnswers asked = problem.ok() ? neighbours.metrics.Ask(organization, all)
                                  : neighbours.metrics.Recall(all, problem);
  std::vector<KpiAnswers> answers;
  auto next = std::make_move_iterator(asked.answers.begin());
  for (const std::vector<KpiQuestion>* part : parts) {
    const auto first = next;
    next += static_cast<std::ptrdiff_t>(part->size());
    answers.push_back({{first, next}, asked.revision});
  }
  return answers;
}

absl::StatusOr<ScorecardInputs> ReadInputs(const Neighbours& neighbours,
                                           const ScorecardQuery& query) {
  ScorecardInputs inputs;
  inputs.definitions = neighbours.metrics.ReadDefinitions(query.organization);
  const absl::Status problem = inputs.definitions.Problem();
  if (!problem.ok() && !rpc::MayPass(problem)) return problem;
  OKAPI_RETURN_IF_ERROR(CheckFilters(neighbours, inputs.definitions, query));
  const absl::Time as_of = query.as_of.value_or(neighbours.runtime.clock.Now());
  OKAPI_ASSIGN_OR_RETURN(inputs.plan, PlanScorecard(query, inputs.definitions, as_of));
  if (query.details) {
    OKAPI_ASSIGN_OR_RETURN(
        inputs.part_questions,
        PlanSameParts(query, inputs.plan, inputs.definitions.settings.value.calendar(), as_of));
  }
  for (size_t kpi = 0; query.forecasts && kpi < inputs.plan.kpis.size(); ++kpi) {
    auto question = ForecastQuestion(inputs.plan, kpi, query.organization, as_of);
    if (question.has_value()) inputs.day_questions.push_back(*std::move(question));
  }
  std::vector<KpiAnswers> answers = AskTogether(
      neighbours, query.organization, problem,
      {&inputs.plan.questions, &inputs.part_questions.questions, &inputs.day_questions});
  inputs.answers = std::move(answers[0]);
  inputs.parts = std::move(answers[1]);
  inputs.days = std::move(answers[2]);
  return inputs;
}

// By KPI; null where there is none.
std::vector<const KpiAnswer*> DaysByKpi(const ScorecardInputs& inputs) {
  std::vector<const KpiAnswer*> days(inputs.plan.kpis.size());
  for (size_t i = 0; i < inputs.day_questions.size(); ++i) {
    days[inputs.day_questions[i].kpi] = &inputs.days.answers[i];
  }
  return days;
}

// Without its source.
Scorecard BuildScorecard(const ScorecardQuery& query, const ScorecardInputs& inputs,
                         absl::Time as_of, Freshness& freshness) {
  const ScorecardPlan& plan = inputs.plan;
  Scorecard scorecard = FrameScorecard(query, plan, as_of);
  const std::vector<const KpiAnswer*> days = DaysByKpi(inputs);
  for (size_t kpi = 0; kpi < plan.kpis.size(); ++kpi) {
    std::vector<ScorecardRow> rows = BuildRows(plan, kpi, inputs.answers.answers, as_of);
    AddSamePartChanges(kpi, inputs.part_questions, inputs.parts.answers, rows);
    for (ScorecardRow& row : rows) {
      if (HasUnknown(row)) freshness.AddUnknown();
      const ScorecardCell& last = *row.cells().rbegin();
      if (days[kpi] != nullptr && row.dimension().empty() && !last.unknown()) {
        auto forecast =
            ForecastKpi(plan.kpis[kpi], plan.periods.back(), days[kpi]->value, last, as_of);
        if (forecast.has_value()) *row.mutable_forecast() = *std::move(forecast);
      }
      *scorecard.add_rows() = std::move(row);
    }
  }
  freshness.Add(inputs.definitions.settings);
  freshness.Add(inputs.definitions.kpis);
  for (const KpiAnswer& answer : inputs.answers.answers) freshness.Add(answer);
  for (const KpiAnswer& answer : inputs.days.answers) freshness.Add(answer);
  for (const KpiAnswer& answer : inputs.parts.answers) freshness.Add(answer);
  return scorecard;
}

Scorecard Unchanged(const Scorecard& scorecard) {
  Scorecard unchanged;
  unchanged.set_organization(scorecard.organization());
  *unchanged.mutable_as_of_time() = scorecard.as_of_time();
  *unchanged.mutable_sources() = scorecard.sources();
  unchanged.set_etag(scorecard.etag());
  unchanged.set_unchanged(true);
  return unchanged;
}

// Without groups and names.
absl::StatusOr<Scorecard> ReadBare(const Neighbours& neighbours, const ScorecardQuery& query) {
  const absl::Time before = query.as_of.value_or(neighbours.runtime.clock.Now());
  const std::string question = query.Key();
  // Asked first: what is computed afterwards is at least as new.
  const absl::StatusOr<int64_t> revision = neighbours.metrics.Revision(query.organization);
  if (revision.ok()) {
    const auto kept = neighbours.scorecards.Find(question, *revision, MomentOf(before));
    if (kept != nullptr) return kept->etag() == query.known_etag ? Unchanged(*kept) : *kept;
  }
  OKAPI_ASSIGN_OR_RETURN(const ScorecardInputs inputs, ReadInputs(neighbours, query));
  // The time after the answers: none of them counts samples later than it.
  const absl::Time as_of = query.as_of.value_or(neighbours.runtime.clock.Now());
  Freshness freshness;
  auto scorecard = std::make_shared<Scorecard>(BuildScorecard(query, inputs, as_of, freshness));
  *scorecard->add_sources() = freshness.ToSource("metrics");
  const bool settled = revision.ok() && inputs.answers.revision == *revision &&
                       !scorecard->sources(0).stale() && MomentOf(as_of) == MomentOf(before);
  if (!settled) return *scorecard;
  scorecard->set_etag(absl::BytesToHexString(
      base::Sha256(absl::StrCat(question, "/", *revision, "/", MomentOf(as_of))).substr(0, 16)));
  neighbours.scorecards.Keep(question, *revision, MomentOf(as_of), scorecard);
  return scorecard->etag() == query.known_etag ? Unchanged(*scorecard) : *scorecard;
}

// How each KPI stands by its own frequency.
struct OwnInputs {
  ScorecardQuery query;
  ScorecardInputs inputs;
};

absl::StatusOr<std::vector<OwnInputs>> ReadOwnPeriods(const Neighbours& neighbours,
                                                      const ScorecardQuery& query,
                                                      const KpiDefinitions& definitions) {
  const absl::Time as_of = query.as_of.value_or(neighbours.runtime.clock.Now());
  OKAPI_ASSIGN_OR_RETURN(std::vector<OwnPeriods> planned,
                         PlanOwnPeriods(query, definitions, as_of));
  std::vector<OwnInputs> all;
  std::vector<const std::vector<KpiQuestion>*> questions;
  for (const OwnPeriods& own : planned) questions.push_back(&own.plan.questions);
  std::vector<KpiAnswers> answers =
      AskTogether(neighbours, query.organization, definitions.Problem(), questions);
  for (size_t i = 0; i < planned.size(); ++i) {
    OwnInputs& read = all.emplace_back();
    read.query = std::move(planned[i].query);
    read.inputs.definitions = std::move(planned[i].definitions);
    read.inputs.plan = std::move(planned[i].plan);
    read.inputs.answers = std::move(answers[i]);
  }
  return all;
}

// The rows of all of them.
Scorecard BuildOwnPeriods(const std::vector<OwnInputs>& all, absl::Time as_of,
                          Freshness& freshness) {
  Scorecard rows;
  for (const OwnInputs& own : all) {
    const Scorecard scorecard = BuildScorecard(own.query, own.inputs, as_of, freshness);
    rows.mutable_rows()->MergeFrom(scorecard.rows());
  }
  return rows;
}

GetOkrReportRequest AllOf(const std::string& organization) {
  GetOkrReportRequest request;
  request.set_name(organization);
  return request;
}

// Goals as they were, and when that was.
struct GoalsAt {
  GoalsAnswers answers;
  absl::Time time;
};

// At the time of the request, if that is over; where goals does not know what was then, or is away
// and never told of it, as it is now.
GoalsAt ReadGoals(const Neighbours& neighbours, GetOkrReportRequest request,
                  const std::string& viewer) {
  std::optional<absl::Time> unknown_time;
  const absl::Time time = api::FromTimestamp(request.as_of_time());
  if (request.has_as_of_time() && time < neighbours.runtime.clock.Now()) {
    GoalsAnswers answers = neighbours.goals.Read(request, viewer);
    const absl::Status refusal = answers.Refusal();
    const bool unheard = refusal.ok() && !answers.objectives.known();
    if (!absl::IsOutOfRange(refusal) && !unheard) return {std::move(answers), time};
    unknown_time = time;
  }
  request.clear_as_of_time();
  GoalsAnswers answers = neighbours.goals.Read(request, viewer);
  answers.unknown_time = unknown_time;
  return {std::move(answers), neighbours.runtime.clock.Now()};
}

void AddPaces(const Neighbours& neighbours, const GetOkrReportRequest& request,
              const std::string& viewer, OkrReport& report) {
  std::vector<std::string> names;
  for (const auto& part : report.objectives()) {
    for (const auto& key_result : part.key_results()) names.push_back(key_result.name());
  }
  auto paces = neighbours.goals.ReadPaces(names, request, viewer);
  auto next = paces.begin();
  for (auto& part : *report.mutable_objectives()) {
    for (int i = 0; i < part.key_results_size(); ++i, ++next) {
      if (next->ok()) *part.add_paces() = *std::move(*next);
    }
  }
}

}  // namespace

absl::StatusOr<Scorecard> ReadScorecard(const Neighbours& neighbours, const ScorecardQuery& query) {
  const bool grouped = query.group_by != GetScorecardRequest::GROUP_BY_UNSPECIFIED;
  if (!grouped && !query.names) return ReadBare(neighbours, query);
  ScorecardQuery bare = query;
  bare.known_etag.clear();
  OKAPI_ASSIGN_OR_RETURN(Scorecard scorecard, ReadBare(neighbours, bare));
  // The etag says nothing about groups and names.
  scorecard.clear_etag();
  if (grouped) {
    const GoalsAnswers goals = neighbours.goals.Read(AllOf(query.organization));
    GroupRows(query, goals, scorecard);
    *scorecard.add_sources() = SourceOf(goals);
  }
  if (query.names) AddNames(neighbours.goals.ReadNames(query.organization), scorecard);
  return scorecard;
}

absl::StatusOr<OkrReport> ReadOkrReport(const Neighbours& neighbours,
                                        const GetOkrReportRequest& request,
                                        const std::string& viewer) {
  const GoalsAt goals = ReadGoals(neighbours, request, viewer);
  OKAPI_RETURN_IF_ERROR(goals.answers.Refusal());
  OKAPI_RETURN_IF_ERROR(CheckExistence(request, goals.answers));
  OkrReport report = BuildOkrReport(request, goals.answers, goals.time);
  if (!request.paces()) return report;
  GetOkrReportRequest at = request;
  if (at.has_as_of_time()) *at.mutable_as_of_time() = report.as_of_time();
  if (goals.answers.unknown_time.has_value()) at.clear_as_of_time();
  AddPaces(neighbours, at, viewer, report);
  return report;
}

absl::StatusOr<KpiReport> ReadKpiReport(const Neighbours& neighbours, const DecisionLog& decisions,
                                        const GetKpiReportRequest& request) {
  const std::string organization = api::OrganizationOf(request.name());
  OKAPI_ASSIGN_OR_RETURN(ScorecardQuery query, KpiReportQuery(request));
  const KpiDefinitions definitions = neighbours.metrics.ReadDefinitions(organization);
  const absl::Status problem = definitions.Problem();
  if (!problem.ok() && !rpc::MayPass(problem)) return problem;
  OKAPI_ASSIGN_OR_RETURN(const KpiDefinitions one, OnlyKpi(definitions, request.name()));
  if (request.period_type() == okapi::common::v1::PERIOD_TYPE_UNSPECIFIED &&
      one.kpis.value.kpis_size() == 1) {
    query.period_type = one.kpis.value.kpis(0).frequency();
  }
  const absl::Time as_of = query.as_of.value_or(neighbours.runtime.clock.Now());
  OKAPI_ASSIGN_OR_RETURN(KpiReportPlan plan, PlanKpiReport(query, one, as_of));
  const KpiAnswers answers = problem.ok() ? neighbours.metrics.Ask(organization, plan.questions)
                                          : neighbours.metrics.Recall(plan.questions, problem);
  const KpiCommentsQuestion said = CommentsQuestion(query, plan.scorecard, request.name());
  const KpiComments comments = problem.ok() ? neighbours.metrics.ReadComments(said)
                                            : neighbours.metrics.RecallComments(said, problem);
  const GoalsAnswers goals = neighbours.goals.Read(AllOf(organization));
  return BuildKpiReport(query, plan, one, answers.answers, comments, goals, decisions, as_of);
}

absl::StatusOr<AlignmentReport> ReadAlignmentReport(const Neighbours& neighbours,
                                                    const GetAlignmentReportRequest& request,
                                                    const std::string& viewer) {
  GetOkrReportRequest all = AllOf(request.name());
  if (request.has_as_of_time()) *all.mutable_as_of_time() = request.as_of_time();
  OKAPI_RETURN_IF_ERROR(CheckOkrReportRequest(all));
  const GoalsAt goals = ReadGoals(neighbours, all, viewer);
  OKAPI_RETURN_IF_ERROR(goals.answers.Refusal());
  GetOkrReportRequest existence = AllOf(request.name());
  existence.set_cycle(request.cycle());
  OKAPI_RETURN_IF_ERROR(CheckExistence(existence, goals.answers));
  return BuildAlignmentReport(request, goals.answers, goals.time);
}

absl::StatusOr<CombinedReport> ReadCombinedReport(const Neighbours& neighbours,
                                                  const DecisionLog& decisions,
                                                  const GetCombinedReportRequest& request,
                                                  const std::string& viewer) {
  OKAPI_ASSIGN_OR_RETURN(const ScorecardQuery query, CombinedScorecardQuery(request));
  OKAPI_ASSIGN_OR_RETURN(const ScorecardInputs inputs, ReadInputs(neighbours, query));
  OKAPI_ASSIGN_OR_RETURN(const std::vector<OwnInputs> own,
                         ReadOwnPeriods(neighbours, query, inputs.definitions));
  GetOkrReportRequest all = AllOf(request.name());
  if (request.has_as_of_time()) *all.mutable_as_of_time() = request.as_of_time();
  const GoalsAt at = ReadGoals(neighbours, all, viewer);
  const GoalsAnswers& goals = at.answers;
  const absl::Status refusal = goals.Refusal();
  if (!refusal.ok() && !HasKpisOnly(refusal, inputs.definitions)) return refusal;
  GetOkrReportRequest existence = AllOf(request.name());
  existence.set_team(request.team());
  existence.set_cycle(request.cycle());
  OKAPI_RETURN_IF_ERROR(CheckExistence(existence, goals));
  const absl::Time as_of = query.as_of.value_or(neighbours.runtime.clock.Now());
  Freshness freshness;
  Scorecard scorecard = BuildScorecard(query, inputs, as_of, freshness);
  const Scorecard own_periods = BuildOwnPeriods(own, as_of, freshness);
  *scorecard.add_sources() = freshness.ToSource("metrics");
  return BuildCombinedReport(request, inputs.plan.kpis, inputs.definitions, std::move(scorecard),
                             own_periods, goals, decisions, as_of, at.time);
}

}  // namespace okapi::reporting
