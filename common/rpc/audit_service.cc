#include "common/rpc/audit_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/api/timestamp.h"
#include "common/base/sha256.h"
#include "common/journal/chain.h"
#include "common/journal/change_log.h"
#include "common/rpc/call.h"
#include "common/rpc/limits.h"
#include "common/rpc/privacy.h"
#include "common/rpc/server_stream.h"
#include "common/rpc/unary.h"
#include "common/status/status_macros.h"

namespace okapi::rpc {
namespace {

using okapi::common::v1::AuditRecord;
using okapi::common::v1::ChangeRecord;
using okapi::common::v1::GetHeadRequest;
using okapi::common::v1::Head;
using okapi::common::v1::StreamRecordsRequest;
using okapi::common::v1::StreamRecordsResponse;
using RecordsStream = ServerStream<StreamRecordsResponse>;

// A record of the journal.
struct StoredRecord {
  int64_t revision = 0;
  // None of one that cannot be read. It is withheld, with a hash of its bytes that fits nothing:
  // whoever verifies is to learn of it like of any other damage.
  std::optional<ChangeRecord> record;
  std::string hash_of_unreadable;
};

StoredRecord ParseRecord(int64_t revision, absl::string_view bytes) {
  ChangeRecord record;
  if (record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return {revision, std::move(record), ""};
  }
  return {revision, std::nullopt, base::Sha256(std::string(bytes))};
}

// Of each record whether the caller may see all of it: there is no proof of a part.
absl::StatusOr<std::vector<bool>> MaySee(const Runtime& runtime, const Call& call,
                                         const storage::Reader& reader,
                                         const std::vector<StoredRecord>& records) {
  std::vector<size_t> own;
  for (size_t i = 0; i < records.size(); ++i) {
    const auto& record = records[i].record;
    if (record.has_value() && record->organization() == call.organization) own.push_back(i);
  }
  std::vector<bool> whole(own.size(), true);
  if (runtime.privacy != nullptr) {
    std::vector<ChangeRecord> left;  // Copies: what is seen whole is shown as it is.
    for (const size_t i : own) left.push_back(*records[i].record);
    OKAPI_ASSIGN_OR_RETURN(whole, runtime.privacy->Show(call, reader, absl::MakeSpan(left)));
  }
  std::vector<bool> seen(records.size(), false);
  for (size_t i = 0; i < own.size(); ++i) seen[own[i]] = whole[i];
  return seen;
}

// The record, or what proves that it is there.
AuditRecord Shown(StoredRecord stored, bool seen) {
  AuditRecord shown;
  if (seen) {
    *shown.mutable_record() = *std::move(stored.record);
    return shown;
  }
  auto& withheld = *shown.mutable_withheld();
  withheld.set_revision(stored.revision);
  if (!stored.record.has_value()) {
    withheld.set_hash(stored.hash_of_unreadable);
    return shown;
  }
  withheld.set_hash(journal::HashOf(*stored.record));
  withheld.set_previous_hash(stored.record->previous_hash());
  return shown;
}

// Sends what one call asked for. Nobody but the stream holds it; sends come one after the other.
class RecordsSender : public std::enable_shared_from_this<RecordsSender> {
 public:
  RecordsSender(Runtime& runtime, Call call, std::optional<int64_t> after,
                std::weak_ptr<RecordsStream> stream)
      : runtime_(runtime), call_(std::move(call)), after_(after), stream_(std::move(stream)) {}

  // Soon, on the executor.
  void SendNext() {
    runtime_.executor.Schedule([self = shared_from_this()] {
      if (const auto stream = self->stream_.lock()) self->SendTo(*stream);
    });
  }

 private:
  void SendTo(RecordsStream& stream) {
    if (done_) return;  // The last message went out before the stream was closed.
    StreamRecordsResponse message;
    const absl::Status filled = Fill(message);
    if (!filled.ok()) return stream.Close(filled);
    stream.Send(std::move(message));
    if (done_) stream.Close(absl::OkStatus());
  }

  absl::Status Open() {
    OKAPI_ASSIGN_OR_RETURN(view_, runtime_.journal.Read());
    OKAPI_ASSIGN_OR_RETURN(const auto state, journal::ReadState(*view_.reader));
    head_.set_revision(state.revision());
    head_.set_hash(state.last_hash());
    head_.set_trimmed_revision(state.trimmed_revision());
    cursor_ = after_.value_or(state.trimmed_revision());
    return absl::OkStatus();
  }

  // The next message. The cursor goes by the keys: records that were edited may say anything.
  absl::Status Fill(StreamRecordsResponse& message) {
    if (view_.reader == nullptr) OKAPI_RETURN_IF_ERROR(Open());
    message = head_;
    bool full = false;
    size_t size = 0;
    std::vector<StoredRecord> records;
    OKAPI_RETURN_IF_ERROR(journal::VisitChanges(
        *view_.reader, cursor_, [&](int64_t revision, absl::string_view bytes) {
          full = records.size() == kRecordsPerMessageMax ||
                 (!records.empty() && size + bytes.size() > kRecordsMessageBytes);
          if (full) return false;
          records.push_back(ParseRecord(revision, bytes));
          size += bytes.size();
          cursor_ = revision;
          return true;
        }));
    OKAPI_ASSIGN_OR_RETURN(const std::vector<bool> seen,
                           MaySee(runtime_, call_, *view_.reader, records));
    for (size_t i = 0; i < records.size(); ++i) {
      *message.add_records() = Shown(std::move(records[i]), seen[i]);
    }
    done_ = !full;
    return absl::OkStatus();
  }

  Runtime& runtime_;
  const Call call_;
  const std::optional<int64_t> after_;
  const std::weak_ptr<RecordsStream> stream_;
  journal::View view_;
  // What every message says.
  StreamRecordsResponse head_;
  int64_t cursor_ = 0;
  bool done_ = false;
};

}  // namespace

AuditService::AuditService(Runtime& runtime) : runtime_(runtime) {}

AuditService::~AuditService() = default;

grpc::ServerUnaryReactor* AuditService::GetHead(grpc::CallbackServerContext* context,
                                                const GetHeadRequest* request, Head* response) {
  return Read(runtime_, context, request, response,
              [](const journal::View& view, const GetHeadRequest& asked) -> absl::StatusOr<Head> {
                OKAPI_ASSIGN_OR_RETURN(const auto state, journal::ReadState(*view.reader));
                Head head;
                head.set_revision(view.revision);
                if (view.revision > 0) *head.mutable_time() = api::ToTimestamp(view.time);
                head.set_trimmed_revision(state.trimmed_revision());
                if (!asked.has_at_time()) return head;
                const absl::StatusOr<int64_t> then =
                    journal::RevisionAt(*view.reader, api::FromTimestamp(asked.at_time()));
                if (!then.ok() && !absl::IsOutOfRange(then.status())) return then.status();
                head.set_revision(then.ok() ? *then : state.trimmed_revision());
                return head;
              });
}

grpc::ServerWriteReactor<StreamRecordsResponse>* AuditService::StreamRecords(
    grpc::CallbackServerContext* context, const StreamRecordsRequest* request) {
  const auto stream = RecordsStream::Create(runtime_);
  absl::StatusOr<Call> call = Admit(*context, *request);
  if (!call.ok()) {
    stream->Close(call.status());
    return stream.get();
  }
  std::optional<int64_t> after;
  if (request->has_after_revision()) after = request->after_revision();
  auto sender = std::make_shared<RecordsSender>(runtime_, *std::move(call), after, stream);
  stream->SetCallbacks([] {}, [sender] { sender->SendNext(); });
  sender->SendNext();
  return stream.get();
}

}  // namespace okapi::rpc
