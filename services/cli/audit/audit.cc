#include "services/cli/audit/audit.h"

#include "absl/strings/str_cat.h"
#include "common/journal/chain.h"
#include "common/status/convert.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::cli {
namespace {

using okapi::common::v1::AuditRecord;
using okapi::common::v1::AuditService;
using okapi::common::v1::StreamRecordsRequest;
using okapi::common::v1::StreamRecordsResponse;

// What a record says of the one before.
const std::string& PreviousHash(const AuditRecord& record) {
  return record.has_record() ? record.record().previous_hash() : record.withheld().previous_hash();
}

absl::Status Take(const AuditRecord& record, journal::ChainCheck& check) {
  if (record.has_record()) return check.Take(record.record());
  const auto& withheld = record.withheld();
  return check.TakeWithheld(withheld.revision(), withheld.previous_hash(), withheld.hash());
}

// What the first record must have before it, or the end if there is no record. A chain that is
// whole begins with nothing; of one that does not begin there, the first record is believed.
std::optional<std::string> HashBefore(const AuditStart& start,
                                      const StreamRecordsResponse& message) {
  if (start.hash.has_value()) return start.hash;
  if (start.after.value_or(message.trimmed_revision()) == 0) return "";
  if (message.records().empty()) return std::nullopt;
  return PreviousHash(message.records(0));
}

absl::Status CheckEnd(const journal::ChainCheck& check, const StreamRecordsResponse& message) {
  if (check.hash() == message.hash()) return absl::OkStatus();
  return status::Corrupt(absl::StrCat("records are missing behind revision ", check.revision()));
}

}  // namespace

absl::StatusOr<AuditResult> Audit(AuditService::StubInterface& service,
                                  const Connection& connection, const std::string& organization,
                                  const AuditStart& start) {
  StreamRecordsRequest request;
  request.set_parent(organization);
  if (start.after.has_value()) request.set_after_revision(*start.after);
  grpc::ClientContext context;
  connection.Introduce(request, context);
  const auto reader = service.StreamRecords(&context, request);
  std::optional<journal::ChainCheck> check;
  AuditResult result;
  StreamRecordsResponse message;  // Afterwards the last one: Read() leaves it when there is none.
  absl::Status broken;
  while (broken.ok() && reader->Read(&message)) {
    if (!check.has_value()) check.emplace(HashBefore(start, message).value_or(message.hash()));
    for (const AuditRecord& record : message.records()) {
      broken = Take(record, *check);
      if (!broken.ok()) break;
      ++result.records;
      if (record.has_withheld()) ++result.withheld;
    }
  }
  if (!broken.ok()) context.TryCancel();
  const absl::Status ended = status::FromGrpc(reader->Finish());
  OKAPI_RETURN_IF_ERROR(broken);
  OKAPI_RETURN_IF_ERROR(ended);
  if (!check.has_value()) return absl::DataLossError("it sent no answer");
  OKAPI_RETURN_IF_ERROR(CheckEnd(*check, message));
  result.trimmed_revision = message.trimmed_revision();
  result.revision = message.revision();
  result.hash = message.hash();
  return result;
}

}  // namespace okapi::cli
