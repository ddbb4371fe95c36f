#include "services/reporting/reading/subject_privacy.h"

#include <map>
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
#include "services/reporting/reports/kpi_uses.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::ChangeRecord;
using okapi::common::v1::ResourceChange;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::reporting::v1::Alert;

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
    return HidesSubject(whole, subject);
  }

  absl::StatusOr<bool> HidesSubject(const storage::Reader& whole, const std::string& subject) {
    const std::string objective = ObjectiveBehind(subject);
    if (objective.empty()) return false;
    if (hidden_.count(objective) == 0) OKAPI_RETURN_IF_ERROR(Ask(whole, objective));
    const auto found = hidden_.find(objective);
    if (found != hidden_.end()) return found->second;
    if (unknown_ == Unknown::kHidden) return true;
    return away_;
  }

 private:
  // About everything that the organization keeps at once: what is read is mostly a list.
  absl::Status Ask(const storage::Reader& whole, const std::string& objective) {
    if (!away_.ok()) return absl::OkStatus();  // Once is enough.
    const std::string organization = api::OrganizationOf(objective);
    OKAPI_ASSIGN_OR_RETURN(const auto subjects, store_.SubjectsOf(whole, organization));
    std::set<std::string> objectives = {objective};
    for (const std::string& subject : subjects) {
      if (std::string each = ObjectiveBehind(subject); !each.empty()) {
        objectives.insert(std::move(each));
      }
    }
    auto hidden = neighbours_.goals.FindHidden(organization, viewer(), objectives);
    away_ = hidden.status();
    if (!hidden.ok()) return absl::OkStatus();
    hidden_.merge(*std::move(hidden));
    // What it last said, before this was known here.
    if (hidden_.count(objective) == 0) {
      away_ =
          status::Error(absl::StatusCode::kUnavailable, status::ErrorReason::NEIGHBOUR_UNAVAILABLE,
                        "goals cannot be asked who sees it", {{"service", "goals"}});
    }
    return absl::OkStatus();
  }

  const Neighbours& neighbours_;
  const ReportingStore& store_;
  const Unknown unknown_;
  std::map<std::string, bool> hidden_;
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

}  // namespace

std::unique_ptr<storage::Veil> SubjectVeil(const Neighbours& neighbours,
                                           const ReportingStore& store, const std::string& viewer) {
  return std::make_unique<Veil>(neighbours, store, viewer, Veil::Unknown::kFails);
}

std::unique_ptr<storage::Veil> ReportVeil(const Neighbours& neighbours,
                                          const ReportingStore& store) {
  return std::make_unique<Veil>(neighbours, store, rpc::kAnonymous, Veil::Unknown::kHidden);
}

std::unique_ptr<storage::Veil> SubjectPrivacy::VeilFor(const rpc::Call& call) const {
  const auto* method = MethodOf(call);
  if (method == nullptr || !IsRead(*method)) return nullptr;
  return IsOfSubjects(*method) ? SubjectVeil(*neighbours_, store_, call.actor)
                               : ReportVeil(*neighbours_, store_);
}

absl::StatusOr<bool> SubjectPrivacy::Show(const rpc::Call& call, const storage::Reader& whole,
                                          ChangeRecord& record) const {
  Veil veil(*neighbours_, store_, call.actor, Veil::Unknown::kFails);
  const auto hides = [&](bool has_side, const google::protobuf::Any& side) -> absl::StatusOr<bool> {
    if (!has_side) return false;
    OKAPI_ASSIGN_OR_RETURN(const std::string subject, store_.SubjectOf(whole, side));
    return veil.HidesSubject(whole, subject);
  };
  bool all = true;
  ChangeRecord shown;
  for (ResourceChange& change : *record.mutable_changes()) {
    OKAPI_ASSIGN_OR_RETURN(bool hidden, hides(change.has_before(), change.before()));
    if (!hidden) {
      OKAPI_ASSIGN_OR_RETURN(hidden, hides(change.has_after(), change.after()));
    }
    all = all && !hidden;
    if (!hidden || KeepEnd(change)) *shown.add_changes() = std::move(change);
  }
  record.mutable_changes()->Swap(shown.mutable_changes());
  return all;
}

}  // namespace okapi::reporting
