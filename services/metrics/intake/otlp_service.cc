#include "services/metrics/intake/otlp_service.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/rpc/call.h"
#include "common/status/convert.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/intake/otlp_points.h"

namespace okapi::metrics {
namespace {

using opentelemetry::proto::collector::metrics::v1::ExportMetricsServiceRequest;
using opentelemetry::proto::collector::metrics::v1::ExportMetricsServiceResponse;

constexpr char kHeader[] = "okapi-organization";
constexpr char kAttribute[] = "okapi.organization";

// Whose points these are: OTLP has no place of its own for it.
absl::StatusOr<std::string> OrganizationOf(const grpc::CallbackServerContext& context,
                                           const ExportMetricsServiceRequest& request) {
  std::string organization;
  const auto header = context.client_metadata().find(kHeader);
  if (header != context.client_metadata().end()) {
    organization.assign(header->second.data(), header->second.size());
  } else {
    for (const auto& resource : request.resource_metrics()) {
      std::string own;
      for (const auto& attribute : resource.resource().attributes()) {
        if (attribute.key() == kAttribute) own = attribute.value().string_value();
      }
      if (!organization.empty() && own != organization) {
        return status::InvalidField(kAttribute,
                                    "the resources of a request are of one organization");
      }
      organization = own;
    }
  }
  if (organization.empty()) {
    return status::InvalidField(
        kHeader, absl::StrCat("say whose the metrics are: organizations/… as metadata '", kHeader,
                              "' or as resource attribute '", kAttribute, "'"));
  }
  static const api::NamePattern& pattern = *new api::NamePattern(api::kOrganizationPattern);
  OKAPI_RETURN_IF_ERROR(pattern.Match(organization, kHeader).status());
  return organization;
}

// A request on its way through the lane.
struct Pending {
  Pending(OtlpSeries& series, OtlpPoints::Knows knows) : points(series, std::move(knows)) {}
  OtlpPoints points;
  CheckedBatch batch;
};

void Answer(const Pending& pending, ExportMetricsServiceResponse& response) {
  const int64_t rejected = pending.points.RejectedCount(pending.batch.indexes);
  if (rejected == 0) return;
  auto& partial = *response.mutable_partial_success();
  partial.set_rejected_data_points(rejected);
  const auto& shown = pending.batch.rejected.shown;
  partial.set_error_message(!pending.points.problem().empty() || shown.empty()
                                ? pending.points.problem()
                                : shown[0].message());
}

}  // namespace

OtlpService::OtlpService(rpc::Runtime& runtime, SampleEngine& engine, Intakes& intakes)
    : runtime_(runtime), engine_(engine), intakes_(intakes) {}

OtlpService::~OtlpService() = default;

grpc::ServerUnaryReactor* OtlpService::Export(grpc::CallbackServerContext* context,
                                              const ExportMetricsServiceRequest* request,
                                              ExportMetricsServiceResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  journal::Origin origin;
  auto prepare = [&]() -> absl::StatusOr<std::shared_ptr<Pending>> {
    OKAPI_ASSIGN_OR_RETURN(const rpc::Call call,
                           rpc::AdmitStream(*context, ExportMetricsServiceRequest::descriptor()));
    if (!engine_.HasRoom()) {
      return status::Overloaded("samples come in faster than they can be stored", absl::Seconds(1));
    }
    if (request->resource_metrics().empty()) return nullptr;
    OKAPI_ASSIGN_OR_RETURN(origin.organization, OrganizationOf(*context, *request));
    origin.actor = call.actor;
    origin.method = call.method;
    std::unique_ptr<OtlpSeries> series = series_.Take(origin.organization);
    auto knows = [this, organization = origin.organization](const v1::SeriesDeclaration& declared) {
      const absl::StatusOr<SeriesIdentity> identity = IdentityOf(declared);
      return identity.ok() && engine_.Knows(organization, *identity);
    };
    auto pending = std::make_shared<Pending>(*series, std::move(knows));
    pending->points.Add(*request);
    absl::StatusOr<CheckedBatch> checked =
        CheckBatch(pending->points.batch(), runtime_.clock.Now(), *intakes_.Of(origin.organization),
                   series->declared());
    series_.Return(origin.organization, std::move(series));
    OKAPI_ASSIGN_OR_RETURN(pending->batch, std::move(checked));
    return pending;
  };
  absl::StatusOr<std::shared_ptr<Pending>> prepared = prepare();
  if (!prepared.ok() || *prepared == nullptr) {
    reactor->Finish(status::ToGrpc(prepared.status()));
    return reactor;
  }
  std::shared_ptr<Pending> pending = *std::move(prepared);
  runtime_.journal.Submit(
      origin,
      [this, pending, organization = origin.organization](journal::Transaction& transaction) {
        engine_.Append(transaction, organization, pending->batch);
        return absl::OkStatus();
      },
      [reactor, response, pending](const absl::StatusOr<int64_t>& revision) {
        if (revision.ok()) Answer(*pending, *response);
        reactor->Finish(status::ToGrpc(revision.status()));
      });
  return reactor;
}

}  // namespace okapi::metrics
