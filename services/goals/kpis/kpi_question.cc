#include "services/goals/kpis/kpi_question.h"

#include "common/api/timestamp.h"

namespace okapi::goals {

using okapi::goals::v1::KpiSource;
using okapi::metrics::v1::AggregateUpdate;
using okapi::metrics::v1::KpiValue;

namespace {

KpiQuestion About(const KpiSource& source, const CycleSpan& span) {
  KpiQuestion question;
  question.source_hash = SourceHash(source);
  question.window = source.window();
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

}  // namespace

KpiQuestion Ask(const okapi::goals::v1::KeyResult& key_result, const CycleSpan& span) {
  KpiQuestion question = About(key_result.kpi_source(), span);
  question.key_result = key_result.name();
  return question;
}

KpiQuestion AskGuard(const okapi::goals::v1::KeyResult& key_result, const CycleSpan& span) {
  KpiQuestion question = About(key_result.guard().kpi_source(), span);
  question.key_result = key_result.name();
  question.guard = true;
  return question;
}

KpiReading ReadAnswer(const KpiQuestion& question, const AggregateUpdate& answer, absl::Time now) {
  KpiReading reading;
  if (answer.has_error()) {
    reading.problem = answer.error().message();
    return reading;
  }
  // Without grouping there is one group.
  for (const auto& group : answer.result().groups()) {
    for (const KpiValue& value : group.values()) {
      if (!value.has_value()) continue;
      const bool complete = api::FromTimestamp(value.period().end_time()) <= now;
      if (question.window == KpiSource::LATEST_COMPLETE_PERIOD && !complete) continue;
      reading.value = value.value();  // The last one that counts stays.
      reading.value_time = api::FromTimestamp(value.last_sample_time());
    }
  }
  return reading;
}

}  // namespace okapi::goals
