#include "services/reporting/export_service.h"

#include <string>
#include <utility>

#include "common/base/mutex.h"
#include "common/rpc/call.h"
#include "common/rpc/limits.h"
#include "common/rpc/server_stream.h"
#include "services/reporting/export_file.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::ExportReportRequest;
using okapi::reporting::v1::ExportReportResponse;
using ExportStream = rpc::ServerStream<ExportReportResponse>;

constexpr size_t kPieceBytes = 64 << 10;
// So many pieces wait for a receiver; the rest waits in the file.
constexpr size_t kQueuedMax = 8;

// Sends a file piece by piece, as fast as the receiver takes them. Thread-safe.
class FileSender : public std::enable_shared_from_this<FileSender> {
 public:
  FileSender(ExportFile file, std::weak_ptr<ExportStream> stream)
      : file_(std::move(file)), stream_(std::move(stream)) {}

  void Send() OKAPI_EXCLUDES(mutex_) {
    const auto stream = stream_.lock();
    if (stream == nullptr) return;
    base::MutexLock lock(mutex_);
    while (!done_ && stream->queued() < kQueuedMax) {
      if (!stream->Send(Next())) return;
      done_ = at_ >= file_.bytes.size();
    }
    if (done_ && !std::exchange(closed_, true)) stream->Close(absl::OkStatus());
  }

 private:
  ExportReportResponse Next() OKAPI_REQUIRES(mutex_) {
    ExportReportResponse piece;
    if (at_ == 0) {
      piece.set_media_type(file_.media_type);
      piece.set_file_name(file_.name);
    }
    piece.set_data(file_.bytes.substr(at_, kPieceBytes));
    at_ += kPieceBytes;
    return piece;
  }

  const ExportFile file_;
  const std::weak_ptr<ExportStream> stream_;
  base::Mutex mutex_;
  size_t at_ OKAPI_GUARDED_BY(mutex_) = 0;
  bool done_ OKAPI_GUARDED_BY(mutex_) = false;
  bool closed_ OKAPI_GUARDED_BY(mutex_) = false;
};

}  // namespace

ExportService::ExportService(rpc::Runtime& runtime, const ReportingStore& store,
                             std::shared_ptr<const Neighbours> neighbours)
    : runtime_(runtime), store_(store), neighbours_(std::move(neighbours)) {}

ExportService::~ExportService() = default;

grpc::ServerWriteReactor<ExportReportResponse>* ExportService::ExportReport(
    grpc::CallbackServerContext* context, const ExportReportRequest* request) {
  auto stream = ExportStream::Create(runtime_);
  absl::Status admitted = rpc::Admit(*context, *request).status();
  if (admitted.ok()) admitted = CheckExportRequest(*request);
  if (!admitted.ok()) {
    stream->Close(admitted);
    return stream.get();
  }
  const bool queued = runtime_.executor.TrySchedule(
      [stream, &store = store_, neighbours = neighbours_, asked = *request] {
        if (stream->closed()) return;
        absl::StatusOr<ExportFile> file = MakeExportFile(*neighbours, store, asked);
        if (!file.ok()) {
          stream->Close(file.status());
          return;
        }
        auto sender = std::make_shared<FileSender>(*std::move(file), stream);
        stream->SetCallbacks([] {}, [sender] { sender->Send(); });
        sender->Send();
      });
  if (!queued) {
    stream->Close(rpc::TooManyCalls());
  }
  return stream.get();
}

}  // namespace okapi::reporting
