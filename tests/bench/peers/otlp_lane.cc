#include "tests/bench/peers/otlp_lane.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/convert.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/otlp.pb.h"

namespace okapi::bench {
namespace {

constexpr char kMethod[] = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

// Whose the samples are. The protocol has no place of its own for it, so it is said in the call's
// metadata and as an attribute of the resource.
constexpr char kOrganizationHeader[] = "okapi-organization";
constexpr char kOrganizationAttribute[] = "okapi.organization";

void AddAttribute(const char* key, std::string value,
                  google::protobuf::RepeatedPtrField<otlp::KeyValue>& attributes) {
  otlp::KeyValue& attribute = *attributes.Add();
  attribute.set_key(key);
  attribute.mutable_value()->set_string_value(std::move(value));
}

}  // namespace

struct OtlpLane::Call {
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
};

absl::StatusOr<std::unique_ptr<Lane>> OtlpLane::Open(const std::string& address,
                                                     const Workload& workload) {
  return std::make_unique<OtlpLane>(address, workload);
}

OtlpLane::OtlpLane(const std::string& address, const Workload& workload)
    : workload_(workload), stub_(NewChannel(address)) {}

std::string OtlpLane::Encode(const Batch& batch) {
  otlp::ExportMetricsServiceRequest request;
  otlp::ResourceMetrics& resource = *request.add_resource_metrics();
  AddAttribute(kOrganizationAttribute, kOrganization,
               *resource.mutable_resource()->mutable_attributes());
  otlp::ScopeMetrics& scope = *resource.add_scope_metrics();
  for (const std::string& name : workload_.metrics()) {
    otlp::Metric& metric = *scope.add_metrics();
    metric.set_name(name);
    for (int series = batch.first_series; series < batch.first_series + batch.series_count;
         ++series) {
      if (name != workload_.Metric(series)) continue;
      for (int step = batch.first_step; step < batch.first_step + batch.step_count; ++step) {
        otlp::NumberDataPoint& point = *metric.mutable_gauge()->add_data_points();
        point.set_time_unix_nano(static_cast<uint64_t>(workload_.TimeMs(step)) * 1000 * 1000);
        point.set_as_double(workload_.Value(series, step));
        for (Workload::Label& label : workload_.Labels(series)) {
          AddAttribute(label.name, std::move(label.value), *point.mutable_attributes());
        }
      }
    }
  }
  return request.SerializeAsString();
}

absl::Status OtlpLane::Send(const std::vector<std::string>& requests) {
  for (const std::string& request : requests) {
    {
      base::MutexLock lock(mutex_);
      while (in_flight_ >= kInFlightMax) changed_.Wait(mutex_);
      if (!error_.ok()) break;
      ++in_flight_;
    }
    Start(request);
  }
  base::MutexLock lock(mutex_);
  while (in_flight_ > 0) changed_.Wait(mutex_);
  return error_;
}

void OtlpLane::Start(const std::string& request) {
  auto call = std::make_shared<Call>();
  call->request = Borrow(request);
  call->context.AddMetadata(kOrganizationHeader, kOrganization);
  stub_.UnaryCall(&call->context, kMethod, {}, &call->request, &call->response,
                  [this, call](const grpc::Status& status) { Finish(*call, status); });
}

void OtlpLane::Finish(const Call& call, const grpc::Status& status) {
  absl::Status result = status::FromGrpc(status);
  otlp::ExportMetricsServiceResponse response;
  if (result.ok() && !Parse(call.response, response)) {
    result = absl::InternalError("an answer that is none");
  }
  if (response.partial_success().rejected_data_points() > 0) {
    result = absl::InvalidArgumentError(
        absl::StrCat(response.partial_success().rejected_data_points(),
                     " data points rejected: ", response.partial_success().error_message()));
  }
  base::MutexLock lock(mutex_);
  --in_flight_;
  if (error_.ok()) error_ = result;
  changed_.NotifyAll();
}

}  // namespace okapi::bench
