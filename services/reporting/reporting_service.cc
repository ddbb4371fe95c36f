#include "services/reporting/reporting_service.h"

#include <utility>

#include "common/api/resource_name.h"
#include "common/rpc/call.h"
#include "common/rpc/limits.h"
#include "common/rpc/server_stream.h"
#include "common/rpc/unary.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/reading/digest_reader.h"
#include "services/reporting/reading/draft_acceptance.h"
#include "services/reporting/reading/existence.h"
#include "services/reporting/reading/number_explainer.h"
#include "services/reporting/reading/report_reader.h"
#include "services/reporting/reading/review_reader.h"
#include "services/reporting/reports/decision_log.h"
#include "services/reporting/reports/okr_report.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::AcceptDraftObjectiveRequest;
using okapi::reporting::v1::AlignmentReport;
using okapi::reporting::v1::CombinedReport;
using okapi::reporting::v1::Digest;
using okapi::reporting::v1::ExplainNumberRequest;
using okapi::reporting::v1::GetAlignmentReportRequest;
using okapi::reporting::v1::GetCombinedReportRequest;
using okapi::reporting::v1::GetDigestRequest;
using okapi::reporting::v1::GetKpiReportRequest;
using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::GetReviewPackRequest;
using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::NumberExplanation;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::ReviewPack;
using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::WatchReportRequest;
using okapi::reporting::v1::WatchReportResponse;

// Who asks. Admitted already.
template <typename Request>
std::string ActorOf(const grpc::CallbackServerContext& context, const Request& request) {
  const absl::StatusOr<rpc::Call> call = rpc::Admit(context, request);
  return call.ok() ? call->actor : rpc::kAnonymous;
}

absl::Status CheckWatchedScorecard(const GetScorecardRequest& request) {
  status::FieldViolations violations;
  if (request.group_by() != GetScorecardRequest::GROUP_BY_UNSPECIFIED) {
    violations.Add("scorecard.group_by", "is not for WatchReport");
  }
  if (request.forecasts()) violations.Add("scorecard.forecasts", "is not for WatchReport");
  if (request.names()) violations.Add("scorecard.names", "is not for WatchReport");
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  return ScorecardQuery::Parse(request, "scorecard.").status();
}

absl::Status CheckWatch(const WatchReportRequest& request) {
  switch (request.report_case()) {
    case WatchReportRequest::kScorecard:
      return CheckWatchedScorecard(request.scorecard());
    case WatchReportRequest::kOkrReport:
      if (request.okr_report().paces()) {
        return status::InvalidField("okr_report.paces", "is not for WatchReport");
      }
      if (request.okr_report().has_as_of_time()) {
        return status::InvalidField("okr_report.as_of_time", "is not for WatchReport");
      }
      return CheckOkrReportRequest(request.okr_report(), "okr_report.");
    case WatchReportRequest::REPORT_NOT_SET:
      break;
  }
  return status::InvalidField("report", "is required: `scorecard` or `okr_report`");
}

// Of what a watched scorecard is of; else it would be silent for ever.
absl::Status CheckIsThere(const Neighbours& neighbours, const GetScorecardRequest& request) {
  OKAPI_RETURN_IF_ERROR(CheckOrganization(neighbours, request.name()));
  if (request.team().empty() && request.owner().empty()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const ScorecardQuery query, ScorecardQuery::Parse(request));
  return CheckFilters(neighbours, neighbours.metrics.ReadDefinitions(request.name()), query);
}

}  // namespace

ReportingService::ReportingService(rpc::Runtime& runtime, const ReportingStore& store,
                                   std::shared_ptr<const Neighbours> neighbours,
                                   LiveReports::Options options)
    : runtime_(runtime),
      store_(store),
      neighbours_(std::move(neighbours)),
      live_reports_(neighbours_, options) {}

ReportingService::~ReportingService() = default;

grpc::ServerUnaryReactor* ReportingService::GetScorecard(grpc::CallbackServerContext* context,
                                                         const GetScorecardRequest* request,
                                                         Scorecard* response) {
  return rpc::Read(
      runtime_, context, request, response,
      [this](const journal::View&, const GetScorecardRequest& call) -> absl::StatusOr<Scorecard> {
        OKAPI_ASSIGN_OR_RETURN(const ScorecardQuery query, ScorecardQuery::Parse(call));
        return ReadScorecard(*neighbours_, query);
      });
}

grpc::ServerUnaryReactor* ReportingService::GetOkrReport(grpc::CallbackServerContext* context,
                                                         const GetOkrReportRequest* request,
                                                         OkrReport* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this, context](const journal::View&,
                                   const GetOkrReportRequest& call) -> absl::StatusOr<OkrReport> {
                     OKAPI_RETURN_IF_ERROR(CheckOkrReportRequest(call));
                     return ReadOkrReport(*neighbours_, call, ActorOf(*context, call));
                   });
}

grpc::ServerUnaryReactor* ReportingService::GetKpiReport(grpc::CallbackServerContext* context,
                                                         const GetKpiReportRequest* request,
                                                         KpiReport* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view,
                          const GetKpiReportRequest& call) -> absl::StatusOr<KpiReport> {
                     OKAPI_ASSIGN_OR_RETURN(
                         const DecisionLog decisions,
                         store_.DecisionsOf(*view.reader, api::OrganizationOf(call.name())));
                     return ReadKpiReport(*neighbours_, decisions, call);
                   });
}

grpc::ServerUnaryReactor* ReportingService::GetAlignmentReport(
    grpc::CallbackServerContext* context, const GetAlignmentReportRequest* request,
    AlignmentReport* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this, context](const journal::View&, const GetAlignmentReportRequest& call) {
                     return ReadAlignmentReport(*neighbours_, call, ActorOf(*context, call));
                   });
}

grpc::ServerUnaryReactor* ReportingService::GetCombinedReport(
    grpc::CallbackServerContext* context, const GetCombinedReportRequest* request,
    CombinedReport* response) {
  return rpc::Read(
      runtime_, context, request, response,
      [this, context](const journal::View& view,
                      const GetCombinedReportRequest& call) -> absl::StatusOr<CombinedReport> {
        OKAPI_ASSIGN_OR_RETURN(const DecisionLog decisions,
                               store_.DecisionsOf(*view.reader, api::OrganizationOf(call.name())));
        return ReadCombinedReport(*neighbours_, decisions, call, ActorOf(*context, call));
      });
}

grpc::ServerUnaryReactor* ReportingService::AcceptDraftObjective(
    grpc::CallbackServerContext* context, const AcceptDraftObjectiveRequest* request,
    okapi::goals::v1::Objective* response) {
  // Nothing is written here: the goal service does, and deals with the request id.
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View&, const AcceptDraftObjectiveRequest& call) {
                     return AcceptDraft(*neighbours_, call);
                   });
}

grpc::ServerUnaryReactor* ReportingService::GetReviewPack(grpc::CallbackServerContext* context,
                                                          const GetReviewPackRequest* request,
                                                          ReviewPack* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view,
                          const GetReviewPackRequest& call) -> absl::StatusOr<ReviewPack> {
                     OKAPI_ASSIGN_OR_RETURN(
                         const DecisionLog decisions,
                         store_.DecisionsOf(*view.reader, api::OrganizationOf(call.name())));
                     return ReadReviewPack(*neighbours_, decisions, call);
                   });
}

grpc::ServerUnaryReactor* ReportingService::GetDigest(grpc::CallbackServerContext* context,
                                                      const GetDigestRequest* request,
                                                      Digest* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetDigestRequest& call) {
                     return ReadDigest(*neighbours_, store_, *view.reader, call);
                   });
}

grpc::ServerUnaryReactor* ReportingService::ExplainNumber(grpc::CallbackServerContext* context,
                                                          const ExplainNumberRequest* request,
                                                          NumberExplanation* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this, context](const journal::View&, const ExplainNumberRequest& call) {
                     return okapi::reporting::ExplainNumber(*neighbours_, call,
                                                            ActorOf(*context, call));
                   });
}

grpc::ServerWriteReactor<WatchReportResponse>* ReportingService::WatchReport(
    grpc::CallbackServerContext* context, const WatchReportRequest* request) {
  auto stream = ReportStream::Create(runtime_);
  absl::Status admitted = rpc::Admit(*context, *request).status();
  if (admitted.ok()) admitted = CheckWatch(*request);
  if (!admitted.ok()) {
    stream->Close(admitted);
    return stream.get();
  }
  // A copy, because the stream may be over while the neighbours are asked.
  auto begin = [this, asked = *request, stream] {
    // An OKR report says so itself.
    const absl::Status there =
        asked.has_scorecard() ? CheckIsThere(*neighbours_, asked.scorecard()) : absl::OkStatus();
    if (there.ok()) {
      live_reports_.Watch(asked, stream);
    } else {
      stream->Close(there);
    }
  };
  if (!runtime_.executor.TrySchedule(std::move(begin))) {
    stream->Close(rpc::TooManyCalls());
  }
  return stream.get();
}

}  // namespace okapi::reporting
