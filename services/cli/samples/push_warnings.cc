#include "services/cli/samples/push_warnings.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "okapi/metrics/v1/metrics_service.pb.h"

namespace okapi::cli {

namespace metrics = okapi::metrics::v1;

std::vector<std::string> WarningsOfUnusedMetrics(const SampleMapping& mapping,
                                                 const std::string& parent, const Caller& call) {
  const auto* file = metrics::ListKpisRequest::descriptor()->file();
  const auto& list = *file->FindServiceByName("MetricsService")->FindMethodByName("ListKpis");
  std::set<std::string> used;
  metrics::ListKpisRequest request;
  request.set_parent(parent);
  request.set_page_size(1000);
  do {
    metrics::ListKpisResponse page;
    if (!call(list, request, page).ok()) return {};
    for (const metrics::Kpi& kpi : page.kpis()) {
      used.insert(kpi.metric());
      used.insert(kpi.denominator_metric());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  std::vector<std::string> warnings;
  for (const SampleMapping::Metric& metric : mapping.metrics) {
    if (used.count(metric.name) != 0) continue;
    warnings.push_back(absl::StrCat("warning: no KPI of ", parent, " uses metric `", metric.name,
                                    "`; the samples are stored, but no report shows them"));
  }
  return warnings;
}

}  // namespace okapi::cli
