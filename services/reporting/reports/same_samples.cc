#include "services/reporting/reports/same_samples.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::LabelMatcher;

using Matcher = std::tuple<std::string, int, std::set<std::string>>;
using Samples = std::tuple<int, std::string, std::string, std::set<Matcher>>;

Samples SamplesOf(const Kpi& kpi) {
  std::set<Matcher> selector;
  for (const LabelMatcher& matcher : kpi.selector()) {
    const int operation = matcher.operation() == LabelMatcher::OPERATION_UNSPECIFIED
                              ? LabelMatcher::IN
                              : matcher.operation();
    selector.emplace(matcher.label(), operation,
                     std::set<std::string>(matcher.values().begin(), matcher.values().end()));
  }
  return {kpi.aggregation(), kpi.metric(), kpi.denominator_metric(), std::move(selector)};
}

}  // namespace

std::vector<std::vector<const Kpi*>> KpisOfSameSamples(const std::vector<Kpi>& kpis) {
  std::vector<std::vector<const Kpi*>> several;
  std::map<Samples, size_t> places;
  for (const Kpi& kpi : kpis) {
    if (kpi.state() == Kpi::RETIRED || kpi.metric().empty()) continue;
    const auto [place, is_new] = places.try_emplace(SamplesOf(kpi), several.size());
    if (is_new) several.emplace_back();
    several[place->second].push_back(&kpi);
  }
  std::erase_if(several, [](const auto& group) { return group.size() < 2; });
  return several;
}

}  // namespace okapi::reporting
