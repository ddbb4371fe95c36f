#include "common/rpc/audit_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/base/sha256.h"
#include "common/journal/chain.h"
#include "common/journal/change_log.h"
#include "common/rpc/call.h"
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

constexpr int kRecordsPerMessageMax = 256;
// A message is closed once it is this large, so that it stays within what receivers take.
constexpr size_t kMessageBytes = 1 << 20;

// Whether the caller may see all of the record: there is no proof of a part.
absl::StatusOr<bool> MaySee(const Runtime& runtime, const Call& call, const storage::Reader& reader,
                            const ChangeRecord& record) {
  if (record.organization() != call.organization) return false;
  if (runtime.privacy == nullptr) return true;
  ChangeRecord left = record;
  return runtime.privacy->Show(call, reader, left);
}

// The record as the caller may see it. One that cannot be read is withheld too, with a hash that
// fits nothing: whoever verifies is to learn of it like of any other damage.
absl::StatusOr<AuditRecord> Shown(const Runtime& runtime, const Call& call,
                                  const storage::Reader& reader, int64_t revision,
                                  absl::string_view bytes) {
  AuditRecord shown;
  ChangeRecord record;
  const bool parsed = record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  if (parsed) {
    OKAPI_ASSIGN_OR_RETURN(const bool seen, MaySee(runtime, call, reader, record));
    if (seen) {
      *shown.mutable_record() = std::move(record);
      return shown;
    }
  }
  auto& withheld = *shown.mutable_withheld();
  withheld.set_revision(revision);
  withheld.set_hash(parsed ? journal::HashOf(record) : base::Sha256(std::string(bytes)));
  if (parsed) withheld.set_previous_hash(record.previous_hash());
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
    absl::Status failure;
    OKAPI_RETURN_IF_ERROR(journal::VisitChanges(
        *view_.reader, cursor_, [&](int64_t revision, absl::string_view bytes) {
          const int count = message.records_size();
          full =
              count == kRecordsPerMessageMax || (count > 0 && size + bytes.size() > kMessageBytes);
          if (full) return false;
          auto shown = Shown(runtime_, call_, *view_.reader, revision, bytes);
          failure = shown.status();
          if (!failure.ok()) return false;
          *message.add_records() = *std::move(shown);
          size += bytes.size();
          cursor_ = revision;
          return true;
        }));
    OKAPI_RETURN_IF_ERROR(failure);
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
              [](const journal::View& view, const GetHeadRequest&) -> absl::StatusOr<Head> {
                Head head;
                head.set_revision(view.revision);
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
