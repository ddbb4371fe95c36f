#include "services/goals/changes/check_ins.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/api/ordered_ids.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/key_result_state.h"
#include "services/goals/store/combined_values.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::BatchCreateCheckInsRequest;
using okapi::goals::v1::BatchCreateCheckInsResponse;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::CreateCheckInRequest;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::storage::v1::KeyResultStateRecord;

constexpr int kBatchMax = 1000;

// A value counts from when it was measured, which may be long before what is known by now.
void AddMoveOf(const CheckIn& check_in, Moves& moved) {
  if (!check_in.has_value()) return;
  AddMove(ParentOf(check_in.name()), api::FromTimestamp(check_in.value_time()), moved);
}

// Marks what is corrected, and lets the rest say anew where the key result is.
absl::Status Correct(const GoalsStore& store, journal::Transaction& transaction,
                     const CheckIn& correction, Moves& moved) {
  auto mark = [&correction](CheckIn& corrected) {
    corrected.set_corrected_by(correction.name());
    return absl::OkStatus();
  };
  OKAPI_ASSIGN_OR_RETURN(const CheckIn corrected,
                         store.check_ins.Modify(transaction, correction.corrects(), "", mark));
  const std::string key_result = ParentOf(correction.name());
  AddMoveOf(corrected, moved);
  OKAPI_ASSIGN_OR_RETURN(auto check_ins, CheckInsOf(store, transaction, key_result));
  auto take = [&check_ins, &correction](const Objective&, const KeyResult&,
                                        KeyResultStateRecord& state) {
    TakeAllCheckIns(std::move(check_ins), state);
    *state.mutable_check_in_time() = correction.create_time();
  };
  return store.ChangeState(transaction, key_result, take, moved);
}

absl::StatusOr<CheckIn> ReportOne(const GoalsStore& store, journal::Transaction& transaction,
                                  const CreateCheckInRequest& request, const std::string& own_id,
                                  Moves& moved) {
  const std::string id = request.check_in_id().empty() ? own_id : request.check_in_id();
  OKAPI_ASSIGN_OR_RETURN(
      CheckIn check_in,
      store.check_ins.Create(transaction, request.parent(), id, "check_in_id", request.check_in()));
  AddMoveOf(check_in, moved);
  if (!check_in.corrects().empty()) {
    OKAPI_RETURN_IF_ERROR(Correct(store, transaction, check_in, moved));
    return check_in;
  }
  auto take = [&check_in](const Objective&, const KeyResult&, KeyResultStateRecord& state) {
    TakeCheckIn(check_in, state);
  };
  OKAPI_RETURN_IF_ERROR(store.ChangeState(transaction, request.parent(), take, moved));
  return check_in;
}

// The errors of many as one: all fields that are wrong, each with its place among the requests, or
// else the first.
class BatchErrors {
 public:
  void Add(int index, const absl::Status& status) {
    const std::string place = absl::StrCat("requests[", index, "]");
    const google::rpc::BadRequest bad_request = status::BadRequestOf(status);
    for (const auto& violation : bad_request.field_violations()) {
      violations_.Add(absl::StrCat(place, ".", violation.field()), violation.description());
    }
    if (!first_.ok()) return;
    first_ = absl::Status(status.code(), absl::StrCat(place, ": ", status.message()));
    status.ForEachPayload([this](absl::string_view url, const absl::Cord& detail) {
      first_.SetPayload(url, detail);
    });
  }
  bool empty() const { return first_.ok(); }
  absl::Status ToStatus() const { return violations_.empty() ? first_ : violations_.ToStatus(); }

 private:
  status::FieldViolations violations_;
  absl::Status first_;
};

}  // namespace

absl::StatusOr<std::vector<CheckIn>> CheckInsOf(const GoalsStore& store,
                                                const storage::Reader& reader,
                                                const std::string& key_result) {
  std::vector<CheckIn> check_ins;
  OKAPI_RETURN_IF_ERROR(
      store.check_ins.ForEach(reader, key_result, [&check_ins](const CheckIn& check_in) {
        check_ins.push_back(check_in);
        return true;
      }));
  std::stable_sort(check_ins.begin(), check_ins.end(), [](const CheckIn& a, const CheckIn& b) {
    return api::FromTimestamp(a.create_time()) < api::FromTimestamp(b.create_time());
  });
  return check_ins;
}

absl::StatusOr<CheckIn> Report(const GoalsStore& store, journal::Transaction& transaction,
                               const CreateCheckInRequest& request, const std::string& own_id) {
  Moves moved;
  OKAPI_ASSIGN_OR_RETURN(CheckIn check_in, ReportOne(store, transaction, request, own_id, moved));
  OKAPI_RETURN_IF_ERROR(CombineAnew(store, transaction, std::move(moved)));
  return check_in;
}

absl::StatusOr<BatchCreateCheckInsResponse> ReportAll(const GoalsStore& store,
                                                      journal::Transaction& transaction,
                                                      const BatchCreateCheckInsRequest& request) {
  if (request.requests_size() > kBatchMax) {
    return status::InvalidField("requests", absl::StrCat("has more than ", kBatchMax, " entries"));
  }
  BatchCreateCheckInsResponse response;
  // After the first one the rest is only looked at: nothing of the write stays.
  BatchErrors errors;
  std::map<std::string, int64_t> numbers;  // Of what was there before the batch.
  Moves moved;
  for (int i = 0; i < request.requests_size(); ++i) {
    const CreateCheckInRequest& one = request.requests(i);
    if (api::OrganizationOf(one.parent()) != request.parent()) {
      return status::InvalidField(
          absl::StrCat("requests[", i, "].parent"),
          absl::StrCat("belongs to another organization than '", request.parent(), "'"));
    }
    auto [number, is_new] = numbers.try_emplace(one.parent());
    if (is_new) {
      OKAPI_ASSIGN_OR_RETURN(
          number->second, api::NextNumber(store.check_ins.table(), transaction, one.parent(), 'c'));
    }
    const std::string id =
        absl::StrCat(api::OrderedId('c', number->second), absl::StrFormat("-%04d", i));
    auto check_in = ReportOne(store, transaction, one, id, moved);
    if (check_in.ok()) {
      *response.add_check_ins() = *std::move(check_in);
    } else {
      errors.Add(i, check_in.status());
    }
  }
  if (!errors.empty()) return errors.ToStatus();
  OKAPI_RETURN_IF_ERROR(CombineAnew(store, transaction, std::move(moved)));
  return response;
}

}  // namespace okapi::goals
