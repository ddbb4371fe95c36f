#include "services/reporting/reports/part_steps.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/text/quantity.h"
#include "services/reporting/reports/explanation_inputs.h"
#include "services/reporting/reports/kpi_definition.h"
#include "services/reporting/reports/kpi_steps.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Period;
using okapi::common::v1::PeriodType;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiValue;
using okapi::metrics::v1::Target;
using okapi::reporting::v1::KpiExplanation;
using okapi::text::ExactNumber;
using okapi::text::Operand;

// More are counted only.
constexpr size_t kPartsShown = 12;

// Which target holds for a period of the KPI's frequency that starts on `day`, as resources.proto
// of metrics says: of the latest, that of the one member before that of each member. Null if none
// does.
const Target* TargetOn(const Kpi& kpi, const ExplainedCell& cell, const google::type::Date& day) {
  const auto latest = [&](const std::string& member) {
    const Target* found = nullptr;
    for (const Target& target : kpi.targets()) {
      if (target.dimension() != cell.dimension || target.member() != member) continue;
      const bool from_ever = !target.has_effective_date();
      if (!from_ever && calendar::Before(day, target.effective_date())) continue;
      const bool later =
          found == nullptr || !found->has_effective_date() ||
          (!from_ever && calendar::Before(found->effective_date(), target.effective_date()));
      if (later) found = &target;
    }
    return found;
  };
  const Target* of_member = cell.member.empty() ? nullptr : latest(cell.member);
  return of_member == nullptr ? latest("") : of_member;
}

std::string TargetText(const ExplainedCell& cell, const Target& target) {
  const std::string whose = cell.dimension.empty() ? "the KPI's own"
                            : target.member().empty()
                                ? absl::StrCat("that of each ", cell.dimension)
                                : absl::StrCat("that of ", target.member());
  return absl::StrCat(whose, ", ",
                      target.has_effective_date()
                          ? absl::StrCat("since ", calendar::FormatDate(target.effective_date()))
                          : "from ever");
}

// A part that lies across an edge of the period belongs to the one that holds its middle.
bool IsWithin(const Period& part, const Period& period) {
  const absl::Time start = api::FromTimestamp(part.start_time());
  const absl::Time middle = start + (api::FromTimestamp(part.end_time()) - start) / 2;
  return api::FromTimestamp(period.start_time()) <= middle &&
         middle < api::FromTimestamp(period.end_time());
}

// `MONTH` is a `month`.
std::string WordOf(PeriodType type) {
  return absl::AsciiStrToLower(okapi::common::v1::PeriodType_Name(type));
}

void AddOfPart(const std::string& label, double value, const Period& part,
               KpiExplanation& explanation) {
  AddOfPeriod(label, value, part, part.start_time(), explanation);
}

void ExplainTargetOfParts(const KpiAnswer& parts, KpiExplanation& explanation) {
  std::vector<std::string> targets;
  if (parts.value.groups().empty()) return;
  for (const KpiValue& part : parts.value.groups(0).values()) {
    if (!part.has_target() || !IsWithin(part.period(), explanation.number().period())) continue;
    AddOfPart("target of the part", part.target(), part.period(), explanation);
    if (part.has_target_max()) {
      AddOfPart("target max of the part", part.target_max(), part.period(), explanation);
    }
    targets.push_back(part.has_target_max() ? absl::StrCat("(", EndsText(part), ")")
                                            : Operand(part.target()));
  }
  const Kpi& kpi = explanation.kpi();
  const std::string target = EndsText(explanation.number());
  const std::string word = WordOf(kpi.frequency());
  if (AggregationOf(kpi, explanation.number()) != okapi::metrics::v1::SUM) {
    explanation.add_steps(
        absl::StrCat("target = ", target, ": that of its last ", word, ", as only sums add up"));
  } else if (targets.size() > kPartsShown) {
    explanation.add_steps(
        absl::StrCat("target = ", target, ": those of its ", targets.size(), " ", word, "s"));
  } else {
    explanation.add_steps(absl::StrCat("target = ", absl::StrJoin(targets, " + "), " = ", target,
                                       ": those of its ", word, "s"));
  }
}

}  // namespace

void ExplainTarget(const ExplainedCell& cell, const KpiAnswer* parts,
                   const calendar::Calendar& calendar, KpiExplanation& explanation) {
  if (!explanation.number().has_target()) return;
  if (parts != nullptr) return ExplainTargetOfParts(*parts, explanation);
  const absl::Time start = api::FromTimestamp(explanation.number().period().start_time());
  const Target* target = TargetOn(explanation.kpi(), cell, calendar.DateOf(start));
  if (target == nullptr) return;
  explanation.add_steps(
      absl::StrCat("target = ", EndsText(*target), ": ", TargetText(cell, *target)));
}

void ExplainCoverage(absl::Time as_of, absl::Span<const KpiAnswer> parts,
                     KpiExplanation& explanation) {
  if (!explanation.cell().has_coverage()) return;
  const PeriodType type = explanation.number().period().type();
  int counted = 0;
  int covered = 0;
  for (const KpiAnswer& answer : parts) {
    if (answer.value.groups().empty()) continue;
    for (const KpiValue& part : answer.value.groups(0).values()) {
      const absl::Time start = api::FromTimestamp(part.period().start_time());
      const absl::Time end = type == PeriodType::DAY ? start + absl::Hours(1)
                                                     : api::FromTimestamp(part.period().end_time());
      // The part that runs is not expected to have a sample yet.
      if (end > as_of + absl::Microseconds(1) && part.sample_count() == 0) continue;
      AddOfPart("samples of the part", static_cast<double>(part.sample_count()), part.period(),
                explanation);
      ++counted;
      covered += part.sample_count() > 0 ? 1 : 0;
    }
  }
  const bool months = type == PeriodType::QUARTER || type == PeriodType::YEAR;
  explanation.add_steps(absl::StrCat("coverage = ", covered, " / ", counted, " = ",
                                     ExactNumber(explanation.cell().coverage()), ": of the ",
                                     type == PeriodType::DAY ? "hours"
                                     : months                ? "months"
                                                             : "days",
                                     " so far, those with samples"));
}

}  // namespace okapi::reporting
