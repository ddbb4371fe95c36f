#include "services/reporting/reading/digest_reader.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/calendar/date.h"
#include "common/status/status_macros.h"
#include "services/reporting/reading/report_reader.h"
#include "services/reporting/reading/review_reader.h"
#include "services/reporting/reports/named_people.h"
#include "services/reporting/reports/objective_tree.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::Objective;
using okapi::reporting::v1::Alert;
using okapi::reporting::v1::AlertRule;
using okapi::reporting::v1::Decision;
using okapi::reporting::v1::Digest;
using okapi::reporting::v1::GetDigestRequest;
using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::GetReviewPackRequest;
using okapi::reporting::v1::Movement;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::ReviewEvent;
using okapi::reporting::v1::ReviewPack;

// What is somebody's, by name.
using Owned = std::set<std::string>;

absl::Status AddKpis(const Neighbours& neighbours, const std::string& organization, Digest& digest,
                     Owned& owned) {
  ScorecardQuery query;
  query.organization = organization;
  query.owner = digest.member();
  OKAPI_ASSIGN_OR_RETURN(*digest.mutable_scorecard(), ReadScorecard(neighbours, query));
  for (const auto& row : digest.scorecard().rows()) owned.insert(row.kpi());
  for (const auto& source : digest.scorecard().sources()) *digest.add_sources() = source;
  return absl::OkStatus();
}

void AddObjective(ObjectiveReport& part, Digest& digest, Owned& owned) {
  const Objective& objective = part.objective();
  bool mine = objective.owner() == digest.member();
  if (mine) owned.insert(objective.name());
  for (const auto& key_result : part.key_results()) {
    // A key result without an owner is its objective's.
    const std::string& owner = key_result.owner().empty() ? objective.owner() : key_result.owner();
    if (owner != digest.member()) continue;
    owned.insert(key_result.name());
    mine = true;
  }
  if (mine && objective.state() != Objective::CLOSED) *digest.add_objectives() = std::move(part);
}

absl::Status AddGoals(const Neighbours& neighbours, const std::string& organization, Digest& digest,
                      Owned& owned) {
  GetOkrReportRequest request;
  request.set_name(organization);
  request.set_owner(digest.member());
  // With the owner only to be told of a member that there is not; key results have owners of their
  // own.
  OKAPI_RETURN_IF_ERROR(ReadOkrReport(neighbours, request).status());
  request.clear_owner();
  OKAPI_ASSIGN_OR_RETURN(OkrReport report, ReadOkrReport(neighbours, request));
  for (ObjectiveReport& part : *report.mutable_objectives()) AddObjective(part, digest, owned);
  ArrangeAsTree(*digest.mutable_objectives());
  for (const auto& source : report.sources()) *digest.add_sources() = source;
  const auto due = neighbours.goals.ListDue(organization, digest.member());
  // While goals is away nobody knows; the source says so.
  if (due.ok()) *digest.mutable_due_check_ins() = due->due();
  return absl::OkStatus();
}

// `start_moves`: it is a day before now.
absl::Status AddHappenings(const Neighbours& neighbours, const std::string& organization,
                           const DecisionLog& decisions, const Owned& owned, bool start_moves,
                           Digest& digest) {
  GetReviewPackRequest request;
  request.set_name(organization);
  *request.mutable_start_time() = digest.start_time();
  OKAPI_ASSIGN_OR_RETURN(ReviewQuery query,
                         ReviewQuery::Parse(request, api::FromTimestamp(digest.end_time())));
  query.start_moves = start_moves;
  OKAPI_ASSIGN_OR_RETURN(const ReviewPack pack, ReadReviewPack(neighbours, decisions, query));
  for (const Movement& movement : pack.movements()) {
    if (owned.count(movement.resource()) > 0) *digest.add_movements() = movement;
  }
  for (const ReviewEvent& event : pack.events()) {
    if (owned.count(event.resource()) > 0 && event.author() != digest.member()) {
      *digest.add_events() = event;
    }
  }
  return absl::OkStatus();
}

void AddDecisions(const DecisionLog& decisions, const Owned& owned, absl::Time now,
                  Digest& digest) {
  const auto today = calendar::Calendar().DateOf(now);
  for (const Decision& decision : decisions) {
    const bool mine = decision.author() == digest.member() || owned.count(decision.subject()) > 0;
    if (mine && IsDue(decision, today)) *digest.add_due_decisions() = decision;
  }
}

absl::Status AddAlerts(const ReportingStore& store, const storage::Reader& reader,
                       const std::string& organization, const Owned& owned, Digest& digest) {
  OKAPI_ASSIGN_OR_RETURN(const std::vector<Alert> open, store.OpenAlerts(reader, organization));
  for (const Alert& alert : open) {
    OKAPI_ASSIGN_OR_RETURN(const auto rule, store.alert_rules.FindStored(reader, alert.rule()));
    const bool told = rule.has_value() && rule->owner() == digest.member();
    if (told || owned.count(alert.resource()) > 0) *digest.add_alerts() = alert;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Digest> ReadDigest(const Neighbours& neighbours, const ReportingStore& store,
                                  const storage::Reader& reader, const GetDigestRequest& request) {
  const std::string organization = api::OrganizationOf(request.name());
  const absl::Time now = neighbours.runtime.clock.Now();
  Digest digest;
  digest.set_member(request.name());
  *digest.mutable_end_time() = api::ToTimestamp(now);
  *digest.mutable_start_time() =
      request.has_start_time() ? request.start_time() : api::ToTimestamp(now - absl::Hours(24));
  OKAPI_ASSIGN_OR_RETURN(const DecisionLog decisions, store.DecisionsOf(reader, organization));
  Owned owned;
  OKAPI_RETURN_IF_ERROR(AddGoals(neighbours, organization, digest, owned));
  OKAPI_RETURN_IF_ERROR(AddKpis(neighbours, organization, digest, owned));
  OKAPI_RETURN_IF_ERROR(AddHappenings(neighbours, organization, decisions, owned,
                                      /*start_moves=*/!request.has_start_time(), digest));
  AddDecisions(decisions, owned, now, digest);
  OKAPI_RETURN_IF_ERROR(AddAlerts(store, reader, organization, owned, digest));
  AddNames(neighbours.goals.ReadNames(organization), digest);
  return digest;
}

}  // namespace okapi::reporting
