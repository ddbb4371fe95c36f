#include "services/metrics/metrics_service.h"

#include <utility>

#include "common/rpc/unary.h"
#include "common/rpc/watch.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/batches/sample_batch.h"
#include "services/metrics/deletion/purge.h"
#include "services/metrics/intake/ingest_stream.h"
#include "services/metrics/listings/sample_listing.h"
#include "services/metrics/listings/series_listing.h"
#include "services/metrics/queries/kpi_answer.h"
#include "services/metrics/queries/question_batch.h"

namespace okapi::metrics {

using google::protobuf::Empty;
using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::AggregateKpiResponse;
using okapi::metrics::v1::CreateKpiRequest;
using okapi::metrics::v1::DeleteKpiRequest;
using okapi::metrics::v1::GetKpiRequest;
using okapi::metrics::v1::GetSettingsRequest;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiComment;
using okapi::metrics::v1::ListKpisRequest;
using okapi::metrics::v1::ListKpisResponse;
using okapi::metrics::v1::PurgeSamplesRequest;
using okapi::metrics::v1::PurgeSamplesResponse;
using okapi::metrics::v1::Settings;
using okapi::metrics::v1::StreamSamplesRequest;
using okapi::metrics::v1::StreamSamplesResponse;
using okapi::metrics::v1::UpdateKpiRequest;
using okapi::metrics::v1::UpdateSettingsRequest;
using okapi::metrics::v1::WatchAggregatesRequest;
using okapi::metrics::v1::WatchAggregatesResponse;
using okapi::metrics::v1::WatchRequest;
using okapi::metrics::v1::WatchResponse;
using okapi::metrics::v1::WriteSamplesRequest;
using okapi::metrics::v1::WriteSamplesResponse;

MetricsService::MetricsService(rpc::Runtime& runtime, base::IdGenerator& ids,
                               std::unique_ptr<SampleEngine> engine)
    : runtime_(runtime),
      definitions_(runtime.clock, ids),
      engine_(std::move(engine)),
      watches_(runtime, definitions_, *engine_),
      streams_(runtime, definitions_, *engine_),
      otlp_(runtime, *engine_, intakes_),
      retention_(Retention::Create(runtime, definitions_, *engine_)) {}

MetricsService::~MetricsService() = default;

absl::StatusOr<std::unique_ptr<MetricsService>> MetricsService::Create(
    rpc::Runtime& runtime, base::IdGenerator& ids, SampleEngineOptions options) {
  OKAPI_ASSIGN_OR_RETURN(std::unique_ptr<SampleEngine> engine,
                         SampleEngine::Open(runtime.journal, runtime.clock, options));
  std::unique_ptr<MetricsService> service(new MetricsService(runtime, ids, std::move(engine)));
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, runtime.journal.Read());
  OKAPI_RETURN_IF_ERROR(service->intakes_.Load(*view.reader));
  return service;
}

grpc::ServerUnaryReactor* MetricsService::GetSettings(grpc::CallbackServerContext* context,
                                                      const GetSettingsRequest* request,
                                                      Settings* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetSettingsRequest& get) {
                     return definitions_.GetSettings(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* MetricsService::UpdateSettings(grpc::CallbackServerContext* context,
                                                         const UpdateSettingsRequest* request,
                                                         Settings* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction,
             const UpdateSettingsRequest& update) -> absl::StatusOr<Settings> {
        OKAPI_ASSIGN_OR_RETURN(
            const Settings settings,
            definitions_.UpdateSettings(transaction, update.settings(), update.update_mask()));
        transaction.OnKept([this, settings] { intakes_.Set(settings); });
        return settings;
      });
}

grpc::ServerUnaryReactor* MetricsService::GetSettingsHistory(
    grpc::CallbackServerContext* context, const v1::GetSettingsHistoryRequest* request,
    v1::SettingsHistory* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const v1::GetSettingsHistoryRequest& get) {
                     return definitions_.GetSettingsHistory(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* MetricsService::ImportSettingsHistory(
    grpc::CallbackServerContext* context, const v1::ImportSettingsHistoryRequest* request,
    Settings* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const v1::ImportSettingsHistoryRequest& call) {
        return definitions_.ImportSettingsHistory(transaction, call);
      });
}

grpc::ServerUnaryReactor* MetricsService::GetKpi(grpc::CallbackServerContext* context,
                                                 const GetKpiRequest* request, Kpi* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetKpiRequest& get) {
                     return definitions_.kpis.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* MetricsService::ListKpis(grpc::CallbackServerContext* context,
                                                   const ListKpisRequest* request,
                                                   ListKpisResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListKpisRequest& list) {
                     return definitions_.kpis.List(*view.reader, list, list.parent(),
                                                   &ListKpisResponse::add_kpis);
                   });
}

grpc::ServerUnaryReactor* MetricsService::CreateKpi(grpc::CallbackServerContext* context,
                                                    const CreateKpiRequest* request,
                                                    Kpi* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const CreateKpiRequest& create) {
                      return definitions_.kpis.Create(transaction, create.parent(), create.kpi_id(),
                                                      "kpi_id", create.kpi());
                    });
}

grpc::ServerUnaryReactor* MetricsService::UpdateKpi(grpc::CallbackServerContext* context,
                                                    const UpdateKpiRequest* request,
                                                    Kpi* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const UpdateKpiRequest& update) {
                      return definitions_.UpdateKpi(transaction, update);
                    });
}

grpc::ServerUnaryReactor* MetricsService::DeleteKpi(grpc::CallbackServerContext* context,
                                                    const DeleteKpiRequest* request,
                                                    Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const DeleteKpiRequest& doomed) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(definitions_.kpis.Delete(
                          transaction, doomed.name(), doomed.etag(), /*force=*/true));
                      return Empty();
                    });
}

grpc::ServerUnaryReactor* MetricsService::SignOffKpi(grpc::CallbackServerContext* context,
                                                     const v1::SignOffKpiRequest* request,
                                                     Kpi* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const v1::SignOffKpiRequest& call) {
                      return definitions_.SignOffKpi(transaction, call);
                    });
}

grpc::ServerUnaryReactor* MetricsService::RetireKpi(grpc::CallbackServerContext* context,
                                                    const v1::RetireKpiRequest* request,
                                                    Kpi* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const v1::RetireKpiRequest& call) {
                      return definitions_.RetireKpi(transaction, call);
                    });
}

grpc::ServerUnaryReactor* MetricsService::ReactivateKpi(grpc::CallbackServerContext* context,
                                                        const v1::ReactivateKpiRequest* request,
                                                        Kpi* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const v1::ReactivateKpiRequest& call) {
        return definitions_.ReactivateKpi(transaction, call);
      });
}

grpc::ServerUnaryReactor* MetricsService::GetKpiHistory(grpc::CallbackServerContext* context,
                                                        const v1::GetKpiHistoryRequest* request,
                                                        v1::KpiHistory* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const v1::GetKpiHistoryRequest& get) {
                     return definitions_.GetKpiHistory(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* MetricsService::ImportKpiHistory(
    grpc::CallbackServerContext* context, const v1::ImportKpiHistoryRequest* request,
    Kpi* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const v1::ImportKpiHistoryRequest& call) {
        return definitions_.ImportKpiHistory(transaction, call);
      });
}

grpc::ServerUnaryReactor* MetricsService::GetKpiComment(grpc::CallbackServerContext* context,
                                                        const v1::GetKpiCommentRequest* request,
                                                        KpiComment* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const v1::GetKpiCommentRequest& get) {
                     return definitions_.comments.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* MetricsService::ListKpiComments(grpc::CallbackServerContext* context,
                                                          const v1::ListKpiCommentsRequest* request,
                                                          v1::ListKpiCommentsResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const v1::ListKpiCommentsRequest& list) {
                     return definitions_.ListKpiComments(*view.reader, list);
                   });
}

grpc::ServerUnaryReactor* MetricsService::CreateKpiComment(
    grpc::CallbackServerContext* context, const v1::CreateKpiCommentRequest* request,
    KpiComment* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const v1::CreateKpiCommentRequest& create) {
        return definitions_.CreateKpiComment(transaction, create);
      });
}

grpc::ServerUnaryReactor* MetricsService::UpdateKpiComment(
    grpc::CallbackServerContext* context, const v1::UpdateKpiCommentRequest* request,
    KpiComment* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const v1::UpdateKpiCommentRequest& update) {
        return definitions_.comments.Update(transaction, update.kpi_comment(),
                                            update.update_mask());
      });
}

grpc::ServerUnaryReactor* MetricsService::DeleteKpiComment(
    grpc::CallbackServerContext* context, const v1::DeleteKpiCommentRequest* request,
    Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const v1::DeleteKpiCommentRequest& doomed) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(definitions_.comments.Delete(
                          transaction, doomed.name(), doomed.etag(), /*force=*/false));
                      return Empty();
                    });
}

grpc::ServerUnaryReactor* MetricsService::AggregateKpi(grpc::CallbackServerContext* context,
                                                       const AggregateKpiRequest* request,
                                                       AggregateKpiResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const AggregateKpiRequest& query) {
                     return Answer(definitions_, *engine_, view, query, runtime_.clock.Now());
                   });
}

grpc::ServerUnaryReactor* MetricsService::BatchAggregateKpis(
    grpc::CallbackServerContext* context, const v1::BatchAggregateKpisRequest* request,
    v1::BatchAggregateKpisResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const v1::BatchAggregateKpisRequest& batch) {
                     return AnswerBatch(definitions_, *engine_, view, batch, runtime_.clock.Now());
                   });
}

grpc::ServerWriteReactor<v1::StreamAggregateKpisResponse>* MetricsService::StreamAggregateKpis(
    grpc::CallbackServerContext* context, const v1::StreamAggregateKpisRequest* request) {
  return streams_.Serve(context, request);
}

grpc::ServerUnaryReactor* MetricsService::WriteSamples(grpc::CallbackServerContext* context,
                                                       const WriteSamplesRequest* request,
                                                       WriteSamplesResponse* response) {
  // Numbering new series is the lane's own: no rehearsal may look at it meanwhile.
  if (absl::Status meant = rpc::CheckMeant(*context); !meant.ok()) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(status::ToGrpc(meant));
    return reactor;
  }
  auto check = [this](const WriteSamplesRequest& write) -> absl::StatusOr<CheckedBatch> {
    if (!engine_->HasRoom()) {
      return status::Overloaded("samples come in faster than they can be stored", absl::Seconds(1));
    }
    DeclaredSeriesList declared;
    return CheckBatch(write.batch(), runtime_.clock.Now(), *intakes_.Of(write.parent()), declared);
  };
  auto append = [this](journal::Transaction& transaction, const WriteSamplesRequest& write,
                       CheckedBatch& batch) -> absl::StatusOr<WriteSamplesResponse> {
    engine_->Append(transaction, write.parent(), batch);
    WriteSamplesResponse answer;
    answer.set_accepted_count(batch.accepted_count());
    answer.set_rejected_count(batch.rejected.count);
    for (auto& rejection : batch.rejected.shown) *answer.add_rejections() = std::move(rejection);
    return answer;
  };
  return rpc::Write(runtime_, context, request, response, check, append);
}

grpc::ServerUnaryReactor* MetricsService::ListSamples(grpc::CallbackServerContext* context,
                                                      const v1::ListSamplesRequest* request,
                                                      v1::ListSamplesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const v1::ListSamplesRequest& list) {
                     return metrics::ListSamples(*engine_, view.revision, list);
                   });
}

grpc::ServerUnaryReactor* MetricsService::ListLatestSamples(
    grpc::CallbackServerContext* context, const v1::ListLatestSamplesRequest* request,
    v1::ListLatestSamplesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const v1::ListLatestSamplesRequest& list) {
                     return metrics::ListLatestSamples(*engine_, view.revision, list);
                   });
}

grpc::ServerUnaryReactor* MetricsService::ListMetrics(grpc::CallbackServerContext* context,
                                                      const v1::ListMetricsRequest* request,
                                                      v1::ListMetricsResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const v1::ListMetricsRequest& list) {
                     return metrics::ListMetrics(*engine_, view.revision, list);
                   });
}

grpc::ServerUnaryReactor* MetricsService::ListSeries(grpc::CallbackServerContext* context,
                                                     const v1::ListSeriesRequest* request,
                                                     v1::ListSeriesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const v1::ListSeriesRequest& list) {
                     return metrics::ListSeries(*engine_, view.revision, list);
                   });
}

grpc::ServerUnaryReactor* MetricsService::ListLabels(grpc::CallbackServerContext* context,
                                                     const v1::ListLabelsRequest* request,
                                                     v1::ListLabelsResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const v1::ListLabelsRequest& list) {
                     return metrics::ListLabels(*engine_, view.revision, list);
                   });
}

grpc::ServerUnaryReactor* MetricsService::ListLabelValues(grpc::CallbackServerContext* context,
                                                          const v1::ListLabelValuesRequest* request,
                                                          v1::ListLabelValuesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const v1::ListLabelValuesRequest& list) {
                     return metrics::ListLabelValues(*engine_, view.revision, list);
                   });
}

// Blocks until it is done, off the lane, as reads do.
grpc::ServerUnaryReactor* MetricsService::PurgeSamples(grpc::CallbackServerContext* context,
                                                       const PurgeSamplesRequest* request,
                                                       PurgeSamplesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View&, const PurgeSamplesRequest& purge) {
                     return Purge(*engine_, purge);
                   });
}

grpc::ServerBidiReactor<StreamSamplesRequest, StreamSamplesResponse>* MetricsService::StreamSamples(
    grpc::CallbackServerContext* context) {
  return IngestStream::Serve(runtime_, *engine_, intakes_, *context);
}

grpc::ServerWriteReactor<WatchAggregatesResponse>* MetricsService::WatchAggregates(
    grpc::CallbackServerContext* context, const WatchAggregatesRequest* request) {
  return watches_.Serve(context, request);
}

grpc::ServerWriteReactor<WatchResponse>* MetricsService::Watch(grpc::CallbackServerContext* context,
                                                               const WatchRequest* request) {
  return rpc::ServeWatch<WatchRequest, WatchResponse>(runtime_, context, request);
}

}  // namespace okapi::metrics
