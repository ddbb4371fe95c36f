#include "services/reporting/reading/subject_privacy.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "google/protobuf/descriptor.h"
#include "okapi/reporting/v1/alert_service.pb.h"
#include "okapi/reporting/v1/decision_service.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/reports/kpi_uses.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::ChangeRecord;
using okapi::common::v1::ResourceChange;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::reporting::v1::Alert;
using okapi::reporting::v1::GetCombinedReportRequest;

// The objective that a subject is or belongs to; empty for a KPI.
std::string ObjectiveBehind(const std::string& subject) {
  if (api::PatternOf<Objective>().Matches(subject)) return subject;
  return api::PatternOf<KeyResult>().Matches(subject) ? ObjectiveOf(subject) : "";
}

class Veil final : public storage::Veil {
 public:
  enum class Unknown { kFails, kHidden };

  Veil(const Neighbours& neighbours, const ReportingStore& store, std::string viewer,
       Unknown unknown)
      : storage::Veil(std::move(viewer)),
        neighbours_(neighbours),
        store_(store),
        unknown_(unknown) {}

  absl::StatusOr<bool> Hides(const storage::Reader& whole, const storage::Family& family,
                             absl::string_view key) override {
    OKAPI_ASSIGN_OR_RETURN(const std::string subject, store_.SubjectOf(whole, family, key));
    const std::string objective = ObjectiveBehind(subject);
    if (objective.empty()) return false;
    if (hidden_.count(objective) == 0) {
      std::set<std::string> objectives = {objective};
      // Most reads are of one. Who goes on reads a list, and asks about all of it at once.
      if (asked_) {
        OKAPI_ASSIGN_OR_RETURN(const auto subjects,
                               store_.SubjectsOf(whole, family, api::OrganizationOf(objective)));
        for (const std::string& each : subjects) objectives.insert(ObjectiveBehind(each));
      }
      Ask(std::move(objectives));
    }
    return IsHidden(objective);
  }

  // Asks goals about objectives of one organization, if there are any.
  void Ask(std::set<std::string> objectives) {
    objectives.erase("");                           // Behind KPIs.
    if (objectives.empty() || !away_.ok()) return;  // Away is said once.
    asked_ = true;
    const std::string organization = api::OrganizationOf(*objectives.begin());
    auto hidden = neighbours_.goals.FindHidden(organization, viewer(), objectives);
    away_ = hidden.status();
    if (!hidden.ok()) return;
    hidden_.merge(*std::move(hidden));
    const auto said = [this](const std::string& each) { return hidden_.count(each) > 0; };
    if (std::all_of(objectives.begin(), objectives.end(), said)) return;
    // What it last said, before these were known here.
    away_ =
        status::Error(absl::StatusCode::kUnavailable, status::ErrorReason::NEIGHBOUR_UNAVAILABLE,
                      "goals cannot be asked who sees it", {{"service", "goals"}});
  }

  // Of one that was asked about.
  absl::StatusOr<bool> IsHidden(const std::string& objective) const {
    if (objective.empty()) return false;
    const auto found = hidden_.find(objective);
    if (found != hidden_.end()) return found->second;
    if (unknown_ == Unknown::kHidden) return true;
    return away_;
  }

 private:
  const Neighbours& neighbours_;
  const ReportingStore& store_;
  const Unknown unknown_;
  HiddenAnswers::Hidden hidden_;
  bool asked_ = false;
  absl::Status away_;
};

const google::protobuf::MethodDescriptor* MethodOf(const rpc::Call& call) {
  return google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      absl::StrReplaceAll(absl::StripPrefix(call.method, "/"), {{"/", "."}}));
}

bool IsRead(const google::protobuf::MethodDescriptor& method) {
  return method.options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
}

// Of the resources that are read for themselves, and not as parts of reports.
bool IsOfSubjects(const google::protobuf::MethodDescriptor& method) {
  return method.file() == okapi::reporting::v1::GetDecisionRequest::descriptor()->file() ||
         method.file() == okapi::reporting::v1::GetAlertRequest::descriptor()->file();
}

// What is left of a change for whoever does not see it: that an alert is over.
bool KeepEnd(ResourceChange& change) {
  Alert alert;
  if (!change.has_after() || !change.after().UnpackTo(&alert) || alert.state() != Alert::RESOLVED) {
    return false;
  }
  Alert end;
  end.set_name(alert.name());
  end.set_state(alert.state());
  change.clear_before();
  change.mutable_after()->PackFrom(end);
  return true;
}

// Of each side of the change that is there: the objective that it is about, or none.
absl::StatusOr<std::set<std::string>> ObjectivesBehind(const ReportingStore& store,
                                                       const storage::Reader& whole,
                                                       const ResourceChange& change) {
  std::set<std::string> objectives;
  if (change.has_before()) {
    OKAPI_ASSIGN_OR_RETURN(const std::string subject, store.SubjectOf(whole, change.before()));
    objectives.insert(ObjectiveBehind(subject));
  }
  if (change.has_after()) {
    OKAPI_ASSIGN_OR_RETURN(const std::string subject, store.SubjectOf(whole, change.after()));
    objectives.insert(ObjectiveBehind(subject));
  }
  return objectives;
}

absl::StatusOr<std::set<std::string>> ObjectivesBehind(const ReportingStore& store,
                                                       const storage::Reader& whole,
                                                       absl::Span<const ChangeRecord> records) {
  std::set<std::string> all;
  for (const ChangeRecord& record : records) {
    for (const ResourceChange& change : record.changes()) {
      OKAPI_ASSIGN_OR_RETURN(auto objectives, ObjectivesBehind(store, whole, change));
      all.merge(std::move(objectives));
    }
  }
  return all;
}

// Leaves of the record what is not hidden. True if that is all of it.
absl::StatusOr<bool> ShowOne(const ReportingStore& store, const storage::Reader& whole,
                             const Veil& veil, ChangeRecord& record) {
  bool all = true;
  ChangeRecord shown;
  for (ResourceChange& change : *record.mutable_changes()) {
    bool hidden = false;
    OKAPI_ASSIGN_OR_RETURN(const auto objectives, ObjectivesBehind(store, whole, change));
    for (const std::string& objective : objectives) {
      OKAPI_ASSIGN_OR_RETURN(const bool hides, veil.IsHidden(objective));
      hidden = hidden || hides;
    }
    all = all && !hidden;
    if (!hidden || KeepEnd(change)) *shown.add_changes() = std::move(change);
  }
  record.mutable_changes()->Swap(shown.mutable_changes());
  return all;
}

}  // namespace

std::unique_ptr<storage::Veil> SubjectVeil(const Neighbours& neighbours,
                                           const ReportingStore& store, const std::string& viewer) {
  return std::make_unique<Veil>(neighbours, store, viewer, Veil::Unknown::kFails);
}

std::unique_ptr<storage::Veil> ReportVeil(const Neighbours& neighbours, const ReportingStore& store,
                                          const std::string& viewer) {
  return std::make_unique<Veil>(neighbours, store, viewer, Veil::Unknown::kHidden);
}

std::unique_ptr<storage::Veil> SubjectPrivacy::VeilFor(const rpc::Call& call) const {
  const auto* method = MethodOf(call);
  if (method == nullptr || !IsRead(*method)) return nullptr;
  if (IsOfSubjects(*method)) return SubjectVeil(*neighbours_, store_, call.actor);
  // It has the caller's objectives, and would else claim that nothing was decided on them.
  const bool as_caller = method->input_type() == GetCombinedReportRequest::descriptor();
  return ReportVeil(*neighbours_, store_, as_caller ? call.actor : rpc::kAnonymous);
}

absl::StatusOr<std::vector<bool>> SubjectPrivacy::Show(const rpc::Call& call,
                                                       const storage::Reader& whole,
                                                       absl::Span<ChangeRecord> records) const {
  Veil veil(*neighbours_, store_, call.actor, Veil::Unknown::kFails);
  OKAPI_ASSIGN_OR_RETURN(auto objectives, ObjectivesBehind(store_, whole, records));
  veil.Ask(std::move(objectives));
  std::vector<bool> all;
  for (ChangeRecord& record : records) {
    OKAPI_ASSIGN_OR_RETURN(const bool seen, ShowOne(store_, whole, veil, record));
    all.push_back(seen);
  }
  return all;
}

}  // namespace okapi::reporting
