#include "tests/bench/peers/okapi_server.h"

#include <google/protobuf/util/time_util.h>
#include <signal.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/okapi_process.h"
#include "tests/bench/peers/otlp_lane.h"
#include "tests/bench/peers/stream_lane.h"

namespace okapi::bench {
namespace {

namespace metrics = okapi::metrics::v1;
using google::protobuf::util::TimeUtil;

std::string KpiName(const std::string& id) { return absl::StrCat(kOrganization, "/kpis/", id); }

// Ids may not have underscores.
std::string SumKpi(const std::string& metric) {
  return absl::StrCat("sum-", metric.substr(metric.find('_') + 1));
}

metrics::AggregateKpiRequest Query(const std::string& id, const Workload& workload) {
  metrics::AggregateKpiRequest request;
  request.set_name(KpiName(id));
  *request.mutable_start_time() =
      TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(workload.start()));
  *request.mutable_end_time() =
      TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(workload.end()));
  return request;
}

}  // namespace

std::string OkapiServer::name() const {
  return protocol_ == Protocol::kStream ? "okapi_stream" : "okapi_otlp";
}

absl::Status OkapiServer::Start(const std::string& directory) {
  directory_ = directory;
  return Launch();
}

absl::Status OkapiServer::Launch() {
  OKAPI_ASSIGN_OR_RETURN(address_, StartOkapi("metrics", directory_, {}, process_));
  stub_ = metrics::MetricsService::NewStub(NewChannel(address_));
  return absl::OkStatus();
}

absl::Status OkapiServer::Restart(const Workload& workload) {
  OKAPI_RETURN_IF_ERROR(Launch());
  return Aggregate(Query(SumKpi(workload.metrics().front()), workload)).status();
}

absl::StatusOr<std::unique_ptr<Lane>> OkapiServer::NewLane(const Workload& workload) {
  if (protocol_ == Protocol::kOtlp) return OtlpLane::Open(address_, workload);
  return StreamLane::Open(address_, workload);
}

absl::Status OkapiServer::CreateKpi(const std::string& id, const std::string& metric,
                                    metrics::Aggregation aggregation) {
  metrics::CreateKpiRequest request;
  request.set_parent(kOrganization);
  request.set_kpi_id(id);
  metrics::Kpi& kpi = *request.mutable_kpi();
  kpi.set_display_name(id);
  kpi.set_metric(metric);
  kpi.set_aggregation(aggregation);
  kpi.set_frequency(okapi::common::v1::MONTH);
  kpi.add_dimensions()->set_label("store");
  kpi.add_dimensions()->set_label("region");
  grpc::ClientContext context;
  metrics::Kpi created;
  const absl::Status status = status::FromGrpc(stub_->CreateKpi(&context, request, &created));
  return status.code() == absl::StatusCode::kAlreadyExists ? absl::OkStatus() : status;
}

absl::Status OkapiServer::CreateKpis(const Workload& workload) {
  for (const std::string& metric : workload.metrics()) {
    OKAPI_RETURN_IF_ERROR(CreateKpi(SumKpi(metric), metric, metrics::SUM));
  }
  return CreateKpi("last", Workload::kAmountMetric, metrics::LAST);
}

absl::StatusOr<metrics::AggregateKpiResponse> OkapiServer::Aggregate(
    const metrics::AggregateKpiRequest& request) {
  grpc::ClientContext context;
  metrics::AggregateKpiResponse response;
  OKAPI_RETURN_IF_ERROR(status::FromGrpc(stub_->AggregateKpi(&context, request, &response)));
  return response;
}

absl::StatusOr<std::map<std::string, Totals>> OkapiServer::Count(const Workload& workload) {
  OKAPI_RETURN_IF_ERROR(CreateKpis(workload));
  std::map<std::string, Totals> totals;
  for (const std::string& metric : workload.metrics()) {
    metrics::AggregateKpiRequest request = Query(SumKpi(metric), workload);
    request.set_whole_interval(true);
    OKAPI_ASSIGN_OR_RETURN(const metrics::AggregateKpiResponse response, Aggregate(request));
    const metrics::KpiValue& value = response.groups(0).values(0);
    totals[metric] = {value.sample_count(), value.value()};
  }
  return totals;
}

absl::StatusOr<int64_t> OkapiServer::SealAndStop() {
  OKAPI_RETURN_IF_ERROR(process_.Stop(SIGTERM));
  return DiskBytes(absl::StrCat(directory_, "/data"));
}

absl::Status OkapiServer::Settle(const Workload& workload) {
  OKAPI_RETURN_IF_ERROR(CreateKpis(workload));
  process_.WaitIdle(absl::Minutes(2));
  return absl::OkStatus();
}

absl::StatusOr<Answer> OkapiServer::Ask(Question question, const Workload& workload) {
  const bool last = question == Question::kLastValues;
  metrics::AggregateKpiRequest request =
      Query(last ? "last" : SumKpi(Workload::kAmountMetric), workload);
  request.set_whole_interval(last);
  if (!last) request.set_period_type(okapi::common::v1::MONTH);
  const std::string key = question == Question::kRegionSums ? "region" : "store";
  request.add_group_by(key);
  Answer answer;
  const absl::Time start = absl::Now();
  OKAPI_ASSIGN_OR_RETURN(const metrics::AggregateKpiResponse response, Aggregate(request));
  answer.elapsed = absl::Now() - start;
  for (const metrics::KpiGroup& group : response.groups()) {
    std::vector<double>& values = answer.values[group.labels().at(key)];
    for (const metrics::KpiValue& value : group.values()) values.push_back(value.value());
  }
  return answer;
}

}  // namespace okapi::bench
