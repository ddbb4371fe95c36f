#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/change_feed.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server_stream.h"

namespace okapi::rpc {

// Serves a service's Watch: the change records of the request's `parent`, in order, after
// `after_revision`. Messages carry at most 256 records; an idle stream says every 10 s how far it
// has come.
template <typename Request, typename Response>
grpc::ServerWriteReactor<Response>* ServeWatch(Runtime& runtime,
                                               grpc::CallbackServerContext* context,
                                               const Request* request) {
  auto stream = ServerStream<Response>::Create(runtime);
  absl::StatusOr<Call> call = Admit(*context, *request);
  if (!call.ok()) {
    stream->Close(call.status());
    return stream.get();
  }
  std::weak_ptr<ServerStream<Response>> weak = stream;
  ChangeFeed::Sink sink;
  sink.send = [weak](int64_t revision, std::vector<okapi::common::v1::ChangeRecord> records) {
    auto open = weak.lock();
    if (open == nullptr) return;
    Response response;
    response.set_revision(revision);
    for (auto& record : records) *response.add_records() = std::move(record);
    open->Send(std::move(response));
  };
  sink.fail = [weak](const absl::Status& status) {
    if (auto open = weak.lock()) open->Close(status);
  };
  sink.ready = [weak] {
    auto open = weak.lock();
    return open != nullptr && open->queued() < 4;
  };
  const int64_t after =
      request->has_after_revision() ? request->after_revision() : runtime.journal.revision();
  auto feed = ChangeFeed::Create(runtime, *std::move(call), after, std::move(sink));
  stream->SetCallbacks([feed] { feed->Stop(); }, [feed] { feed->Wake(); });
  feed->Start();
  return stream.get();
}

}  // namespace okapi::rpc
