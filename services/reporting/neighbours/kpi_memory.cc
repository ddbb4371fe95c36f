#include "services/reporting/neighbours/kpi_memory.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/storage/key_codec.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Period;
using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::AggregateKpiResponse;
using okapi::metrics::v1::KpiGroup;
using okapi::metrics::v1::KpiValue;

// A variant begins with the time behind which no sample counts, this for one of now.
constexpr int64_t kNow = std::numeric_limits<int64_t>::max();

std::string VariantOf(const AggregateKpiRequest& request, std::optional<int> now) {
  AggregateKpiRequest asked = request;
  int64_t end = kNow;
  if (now.has_value()) {
    asked.clear_start_time();
    asked.clear_end_time();
  } else {
    end = absl::ToUnixMicros(api::FromTimestamp(request.end_time()));
  }
  return storage::KeyWriter().I64(end).I64(now.value_or(0)).Bytes(api::StableBytes(asked)).Finish();
}

int64_t EndOf(const std::string& variant) {
  int64_t end = 0;
  storage::KeyReader(variant).I64(&end);
  return end;
}

// Whether what was told of a period by an answer, with samples before `told` alone, is what a
// question with samples before `asked` would be told.
bool StandsIn(const Period& period, int64_t told, absl::Time heard, int64_t asked) {
  if (told == asked) return true;
  const int64_t end = absl::ToUnixMicros(api::FromTimestamp(period.end_time()));
  return end <= std::min(told, absl::ToUnixMicros(heard)) && end <= asked;
}

bool IsAskedFor(const Period& period, const AggregateKpiRequest& request) {
  const absl::Time start = api::FromTimestamp(period.start_time());
  const absl::Time end = api::FromTimestamp(period.end_time());
  return end > api::FromTimestamp(request.start_time()) &&
         (!request.has_end_time() || start < api::FromTimestamp(request.end_time()));
}

// The periods by their start, each with the position of the answer that is taken for it.
using Chosen = std::map<int64_t, size_t>;

Chosen Choose(const KpiQuestion& question, const std::vector<KnownPeriods>& newest_first) {
  const int64_t asked = EndOf(question.key.variant);
  Chosen chosen;
  for (size_t i = 0; i < newest_first.size(); ++i) {
    const KnownPeriods& known = newest_first[i];
    for (const KpiGroup& group : known.response.groups()) {
      for (const KpiValue& value : group.values()) {
        if (!IsAskedFor(value.period(), question.request)) continue;
        if (!StandsIn(value.period(), EndOf(known.variant), known.heard, asked)) continue;
        chosen.emplace(value.period().start_time().seconds(), i);
      }
    }
  }
  return chosen;
}

// Without details that the question does not ask for.
KpiValue AsAsked(KpiValue value, const AggregateKpiRequest& request) {
  if (!request.include_coverage()) value.clear_coverage();
  if (request.compare().empty()) {
    value.clear_previous_value();
    value.clear_previous_year_value();
  }
  return value;
}

// Puts what was chosen into the answer, as old as the oldest part of it.
void Take(const AggregateKpiRequest& request, const std::vector<KnownPeriods>& known,
          const Chosen& chosen, KpiAnswer& answer) {
  // By the labels of groups and the start of periods.
  std::map<std::map<std::string, std::string>, std::map<int64_t, const KpiValue*>> values;
  for (size_t i = 0; i < known.size(); ++i) {
    for (const KpiGroup& group : known[i].response.groups()) {
      auto& by_start = values[{group.labels().begin(), group.labels().end()}];
      for (const KpiValue& value : group.values()) {
        const int64_t start = value.period().start_time().seconds();
        const auto taken = chosen.find(start);
        if (taken == chosen.end() || taken->second != i) continue;
        by_start.emplace(start, &value);
        answer.time = std::min(answer.time.value_or(known[i].heard), known[i].heard);
      }
    }
  }
  for (const auto& [labels, by_start] : values) {
    if (by_start.empty()) continue;
    KpiGroup& group = *answer.value.add_groups();
    group.mutable_labels()->insert(labels.begin(), labels.end());
    for (const auto& [start, value] : by_start) *group.add_values() = AsAsked(*value, request);
  }
  answer.value.set_group_count(answer.value.groups_size());
}

}  // namespace

AnswerKey KeyOfPeriods(const std::string& organization, const AggregateKpiRequest& request,
                       std::optional<int> now) {
  AggregateKpiRequest family = request;
  family.clear_start_time();
  family.clear_end_time();
  // An answer with more details, or fewer, has the same numbers.
  family.clear_compare();
  family.clear_include_coverage();
  return AnswerKey{organization, "AggregateKpi/periods", api::StableBytes(family),
                   VariantOf(request, now)};
}

KpiAnswer PutTogether(const KpiQuestion& question, std::vector<KnownPeriods> known,
                      const absl::Status& away) {
  std::stable_sort(known.begin(), known.end(),
                   [](const KnownPeriods& a, const KnownPeriods& b) { return a.heard > b.heard; });
  KpiAnswer answer;
  answer.problem = away;
  const Chosen chosen = Choose(question, known);
  if (chosen.empty()) {
    // It may have said of this very question that there are no groups.
    const auto same = std::find_if(known.begin(), known.end(), [&](const KnownPeriods& it) {
      return it.variant == question.key.variant;
    });
    if (same == known.end()) return answer;
    answer.time = same->heard;
    answer.value = std::move(same->response);
    return answer;
  }
  Take(question.request, known, chosen, answer);
  answer.value.set_kpi(question.request.name());
  return answer;
}

}  // namespace okapi::reporting
