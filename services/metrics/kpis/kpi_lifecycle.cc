#include "services/metrics/kpis/kpi_lifecycle.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "google/protobuf/util/message_differencer.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::Kpi;

// Without what may change and leave a KPI accepted, and what the server keeps.
Kpi AgreedPartOf(const Kpi& kpi) {
  Kpi agreed = kpi;
  agreed.clear_display_name();
  agreed.clear_purpose();
  agreed.clear_targets();
  agreed.clear_create_time();
  agreed.clear_update_time();
  agreed.clear_etag();
  agreed.clear_sign_offs();
  agreed.clear_state();
  agreed.clear_changes();
  return agreed;
}

bool SignedBy(const Kpi& kpi, const std::string& member) {
  return std::any_of(kpi.sign_offs().begin(), kpi.sign_offs().end(),
                     [&member](const v1::SignOff& each) { return each.member() == member; });
}

absl::Status Retired(const Kpi& kpi) {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                       absl::StrCat("'", kpi.name(), "' is retired; reactivate it first"),
                       {{"resource", kpi.name()}, {"state", Kpi::State_Name(kpi.state())}});
}

}  // namespace

bool SameDefinition(const Kpi& a, const Kpi& b) {
  return google::protobuf::util::MessageDifferencer::Equals(AgreedPartOf(a), AgreedPartOf(b));
}

absl::Status SettleState(const Kpi* before, Kpi& after) {
  if (after.state() == Kpi::RETIRED) {
    if (before == nullptr || before->state() != Kpi::RETIRED) return absl::OkStatus();
    return Retired(after);
  }
  if (before == nullptr || !SameDefinition(*before, after)) after.clear_sign_offs();
  const bool accepted =
      std::all_of(after.signers().begin(), after.signers().end(),
                  [&after](const std::string& signer) { return SignedBy(after, signer); });
  after.set_state(accepted ? Kpi::ACCEPTED : Kpi::PROPOSED);
  return absl::OkStatus();
}

absl::Status AddSignOff(const std::string& member, const std::string& comment, absl::Time now,
                        Kpi& kpi) {
  if (kpi.state() == Kpi::RETIRED) return Retired(kpi);
  if (std::count(kpi.signers().begin(), kpi.signers().end(), member) == 0) {
    return status::InvalidField(
        "member", absl::StrCat("'", member, "' is not a signer of '", kpi.name(), "'"));
  }
  auto& signed_so_far = *kpi.mutable_sign_offs();
  signed_so_far.erase(
      std::remove_if(signed_so_far.begin(), signed_so_far.end(),
                     [&member](const v1::SignOff& each) { return each.member() == member; }),
      signed_so_far.end());
  v1::SignOff& sign_off = *kpi.add_sign_offs();
  sign_off.set_member(member);
  sign_off.set_comment(comment);
  *sign_off.mutable_sign_time() = api::ToTimestamp(now);
  return absl::OkStatus();
}

}  // namespace okapi::metrics
