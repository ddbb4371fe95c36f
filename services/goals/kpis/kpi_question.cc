#include "services/goals/kpis/kpi_question.h"

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/scoring/expected.h"

namespace okapi::goals {

using okapi::goals::v1::KpiLink;
using okapi::goals::v1::KpiSource;
using okapi::metrics::v1::AggregateUpdate;
using okapi::metrics::v1::KpiValue;

namespace {

// As fine as a chart shows it.
constexpr int kSeasonParts = 64;

KpiQuestion About(const KpiSource& source, const CycleSpan& span) {
  KpiQuestion question;
  question.source_hash = SourceHash(source);
  question.window = source.window();
  question.zone = span.zone;
  question.query.set_name(source.kpi());
  *question.query.mutable_start_time() = api::ToTimestamp(span.start);
  *question.query.mutable_end_time() = api::ToTimestamp(span.end);
  question.query.set_whole_interval(source.window() == KpiSource::CYCLE_TO_DATE);
  for (const auto& [label, value] : source.filter()) {
    auto& matcher = *question.query.add_filter();
    matcher.set_label(label);
    matcher.add_values(value);
  }
  return question;
}

// Whether a number of the answer counts.
bool Counts(const KpiQuestion& question, const KpiValue& value, absl::Time now) {
  if (!value.has_value()) return false;
  return question.window != KpiSource::LATEST_COMPLETE_PERIOD ||
         api::FromTimestamp(value.period().end_time()) <= now;
}

KpiReading Read(const KpiValue& value) {
  KpiReading reading;
  reading.value = value.value();
  reading.value_time = api::FromTimestamp(value.last_sample_time());
  return reading;
}

KpiLink::Aggregation KnownAs(okapi::metrics::v1::Aggregation aggregation) {
  switch (aggregation) {
    case okapi::metrics::v1::SUM:
    case okapi::metrics::v1::COUNT:
      return KpiLink::SUM;
    case okapi::metrics::v1::AVERAGE:
    case okapi::metrics::v1::RATIO_OF_SUMS:
      return KpiLink::MEAN;
    case okapi::metrics::v1::LAST:
      return KpiLink::LAST;
    case okapi::metrics::v1::MIN:
      return KpiLink::MIN;
    case okapi::metrics::v1::MAX:
      return KpiLink::MAX;
    case okapi::metrics::v1::FORMULA:
      return KpiLink::FORMULA;
    default:
      return KpiLink::AGGREGATION_UNSPECIFIED;
  }
}

}  // namespace

KpiQuestion Ask(const okapi::goals::v1::KeyResult& key_result, const CycleSpan& span) {
  KpiQuestion question = About(key_result.kpi_source(), span);
  question.key_result = key_result.name();
  question.created = api::FromTimestamp(key_result.create_time());
  return question;
}

KpiQuestion AskGuard(const okapi::goals::v1::KeyResult& key_result, const CycleSpan& span) {
  KpiQuestion question = About(key_result.guard().kpi_source(), span);
  question.key_result = key_result.name();
  question.created = api::FromTimestamp(key_result.create_time());
  question.about = KpiQuestion::kGuard;
  return question;
}

KpiQuestion AskSeason(const okapi::goals::v1::KeyResult& key_result, const CycleSpan& span) {
  KpiQuestion question = Ask(key_result, span);
  question.about = KpiQuestion::kSeason;
  question.query.set_whole_interval(false);
  question.query.set_period_type(okapi::common::v1::PeriodType::DAY);
  return question;
}

std::string IdentityOf(const KpiQuestion& question) {
  return absl::StrCat(question.key_result, " ", absl::ToUnixMicros(question.created), " ",
                      question.about, "\n", question.source_hash, "\n",
                      question.query.start_time().ShortDebugString(), "\n",
                      question.query.end_time().ShortDebugString(), "\n");
}

std::vector<KpiReading> NumbersOf(const KpiQuestion& question, const AggregateUpdate& answer,
                                  absl::Time now) {
  std::vector<KpiReading> numbers;
  // Without grouping there is one group.
  for (const auto& group : answer.result().groups()) {
    for (const KpiValue& value : group.values()) {
      if (Counts(question, value, now)) numbers.push_back(Read(value));
    }
  }
  return numbers;
}

std::vector<double> SeasonOf(const AggregateUpdate& answer) {
  if (!answer.result().additive()) return {};
  // Of every day; of one without samples nothing.
  std::vector<double> amounts;
  for (const auto& group : answer.result().groups()) {
    for (const KpiValue& value : group.values()) amounts.push_back(value.value());
  }
  return scoring::SeasonShares(amounts, kSeasonParts);
}

KpiReading ReadAnswer(const KpiQuestion& question, const AggregateUpdate& answer, absl::Time now) {
  KpiReading reading;
  if (answer.has_error()) {
    reading.problem = answer.error().message();
    return reading;
  }
  for (const auto& group : answer.result().groups()) {
    for (auto value = group.values().rbegin(); value != group.values().rend(); ++value) {
      if (!Counts(question, *value, now)) continue;
      reading = Read(*value);
      break;
    }
  }
  if (question.about == KpiQuestion::kValue) {
    reading.aggregation = KnownAs(answer.result().aggregation());
  }
  return reading;
}

}  // namespace okapi::goals
