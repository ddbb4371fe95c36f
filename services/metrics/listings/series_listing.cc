#include "services/metrics/listings/series_listing.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "common/api/page_token.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/key_codec.h"
#include "services/metrics/engine/metric_selection.h"

namespace okapi::metrics {
namespace {

using Names = std::vector<absl::string_view>;

// The names behind `last`, sorted, up to one more than a page has.
void KeepPage(absl::string_view last, size_t page_size, Names& names) {
  std::erase_if(names, [last](absl::string_view name) { return name <= last && !last.empty(); });
  const size_t count = std::min(names.size(), page_size + 1);
  std::partial_sort(names.begin(), names.begin() + static_cast<int64_t>(count), names.end());
  names.resize(count);
}

// Makes a page of what `names_of` finds among the series; `add` puts one name into the response.
template <typename Response, typename Request, typename NamesOf, typename Add>
absl::StatusOr<Response> ListNames(const SampleEngine& engine, int64_t revision,
                                   const Request& request, NamesOf names_of, Add add) {
  OKAPI_ASSIGN_OR_RETURN(const std::string last,
                         api::DecodePageToken(request.page_token(), request));
  const auto page_size = static_cast<size_t>(api::PageSize(request.page_size()));
  Response response;
  engine.LookAtSeries(request.parent(), revision, [&](const SeriesIndex& index) {
    Names names = names_of(index);
    KeepPage(last, page_size, names);
    if (names.size() > page_size) {
      names.pop_back();
      response.set_next_page_token(api::EncodePageToken(request, names.back()));
    }
    for (const absl::string_view name : names) add(index, name, response);
  });
  return response;
}

// Visits the labels of the metric's series, or of all series if it has no name.
template <typename Visit>
void ForEachLabel(const SeriesIndex& index, const std::string& metric_name, Visit visit) {
  const Metric* metric = index.FindMetric(metric_name);
  if (metric == nullptr && !metric_name.empty()) return;
  for (LabelPool::Id id = 0; id < index.labels().size(); ++id) {
    if (metric == nullptr || index.HasLabel(*metric, id)) visit(id);
  }
}

absl::Status CheckMetric(const std::string& metric) {
  if (metric.empty()) return absl::OkStatus();
  const absl::Status bad = CheckMetricName(metric);
  return bad.ok() ? bad : status::InvalidField("metric", bad.message());
}

absl::StatusOr<uint64_t> NextSeries(const v1::ListSeriesRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const std::string token,
                         api::DecodePageToken(request.page_token(), request));
  uint64_t next = 0;
  if (token.empty()) return next;
  storage::KeyReader reader(token);
  reader.U64(&next);
  OKAPI_RETURN_IF_ERROR(reader.Done());
  return next;
}

}  // namespace

v1::Series DescribeSeries(const SeriesIndex& index, uint32_t number) {
  SeriesIdentity identity = index.IdentityOf(number);
  v1::Series series;
  series.set_metric(std::move(identity.metric));
  series.set_kind(index.KindOf(number));
  for (auto& [name, value] : identity.labels) (*series.mutable_labels())[name] = std::move(value);
  return series;
}

absl::StatusOr<v1::ListMetricsResponse> ListMetrics(const SampleEngine& engine, int64_t revision,
                                                    const v1::ListMetricsRequest& request) {
  auto names_of = [](const SeriesIndex& index) {
    Names names;
    for (const Metric& metric : index.metrics()) names.emplace_back(metric.name);
    return names;
  };
  auto add = [](const SeriesIndex& index, absl::string_view name,
                v1::ListMetricsResponse& response) {
    const Metric& found = *index.FindMetric(name);
    v1::Metric& metric = *response.add_metrics();
    metric.set_metric(found.name);
    metric.set_kind(found.kind);
    metric.set_series_count(found.series.count());
  };
  return ListNames<v1::ListMetricsResponse>(engine, revision, request, names_of, add);
}

absl::StatusOr<v1::ListSeriesResponse> ListSeries(const SampleEngine& engine, int64_t revision,
                                                  const v1::ListSeriesRequest& request) {
  status::FieldViolations violations;
  const SampleSelection selection = SelectMetric(request.metric(), request.filter(), violations);
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  OKAPI_ASSIGN_OR_RETURN(const uint64_t begin, NextSeries(request));
  const auto page_size = static_cast<size_t>(api::PageSize(request.page_size()));
  v1::ListSeriesResponse response;
  engine.LookAtSeries(request.parent(), revision, [&](const SeriesIndex& index) {
    const std::vector<uint32_t> numbers = index.Select(selection.metric, selection.matchers);
    auto number = std::lower_bound(numbers.begin(), numbers.end(), begin);
    for (size_t i = 0; i < page_size && number != numbers.end(); ++i, ++number) {
      *response.add_series() = DescribeSeries(index, *number);
    }
    if (number == numbers.end()) return;
    response.set_next_page_token(
        api::EncodePageToken(request, storage::KeyWriter().U64(*number).Finish()));
  });
  return response;
}

absl::StatusOr<v1::ListLabelsResponse> ListLabels(const SampleEngine& engine, int64_t revision,
                                                  const v1::ListLabelsRequest& request) {
  OKAPI_RETURN_IF_ERROR(CheckMetric(request.metric()));
  auto names_of = [&request](const SeriesIndex& index) {
    absl::flat_hash_set<absl::string_view> names;
    ForEachLabel(index, request.metric(),
                 [&](LabelPool::Id id) { names.insert(index.labels().name(id)); });
    return Names(names.begin(), names.end());
  };
  auto add = [](const SeriesIndex&, absl::string_view name, v1::ListLabelsResponse& response) {
    response.add_labels(std::string(name));
  };
  return ListNames<v1::ListLabelsResponse>(engine, revision, request, names_of, add);
}

absl::StatusOr<v1::ListLabelValuesResponse> ListLabelValues(
    const SampleEngine& engine, int64_t revision, const v1::ListLabelValuesRequest& request) {
  status::FieldViolations violations;
  if (absl::Status bad = CheckLabelName(request.label()); !bad.ok()) {
    violations.Add("label", bad.message());
  }
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  OKAPI_RETURN_IF_ERROR(CheckMetric(request.metric()));
  auto names_of = [&request](const SeriesIndex& index) {
    Names names;
    ForEachLabel(index, request.metric(), [&](LabelPool::Id id) {
      if (index.labels().name(id) == request.label()) names.push_back(index.labels().value(id));
    });
    return names;
  };
  auto add = [](const SeriesIndex&, absl::string_view name, v1::ListLabelValuesResponse& response) {
    response.add_values(std::string(name));
  };
  return ListNames<v1::ListLabelValuesResponse>(engine, revision, request, names_of, add);
}

}  // namespace okapi::metrics
