#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "common/base/clock.h"
#include "okapi/reporting/v1/reporting_service.grpc.pb.h"

namespace okapi::reporting {

class AlertWatcher;
class ReportingService;
class WebhookSender;

// The real reporting service on a real database and a real port, between neighbours whose addresses
// are given. Restart() closes it and opens it again on what is on disk.
class ReportingScene {
 public:
  using Stub = okapi::reporting::v1::ReportingService::Stub;

  // `clock` must outlive the scene. Live reports are refreshed often, so that tests do not wait for
  // it.
  ReportingScene(const base::Clock& clock, std::string goals, std::string metrics,
                 absl::Duration refresh_interval = absl::Milliseconds(50),
                 size_t live_reports_max = 200);
  ~ReportingScene();

  void Restart();

  Stub& stub() { return *stub_; }
  // For the other services of the process.
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  ReportingService& service();

  // Waits until everything that was written so far is on disk.
  void Flush();
  // Of the last write.
  int64_t Revision();
  // From now on nothing is written, as when the disk is full, until Restart().
  void RefuseWrites();

  // Neither looks nor sends by itself here.
  AlertWatcher& watcher();
  WebhookSender& sender();
  // For tests that let nothing out.
  void ForbidPrivateAddresses();

 private:
  // What is made anew by Restart(), and what stays; in reporting_scene.cc, for the headers of
  // services take seconds in every test.
  struct Process;
  struct Disk;

  void Start();
  void Stop();

  const std::string goals_;
  const std::string metrics_;
  const absl::Duration refresh_interval_;
  const size_t live_reports_max_;
  bool webhooks_to_private_addresses_ = true;
  std::unique_ptr<Disk> disk_;
  std::unique_ptr<Process> process_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Stub> stub_;
};

// A WatchReport as its receiver sees it.
class ReportWatch {
 public:
  using Response = okapi::reporting::v1::WatchReportResponse;

  ReportWatch(ReportingScene::Stub& stub, const okapi::reporting::v1::WatchReportRequest& request)
      : reader_(stub.WatchReport(Bounded(context_), request)) {}
  ~ReportWatch() {
    context_.TryCancel();
    Finish();
  }

  // The next message; fails the test when the stream ends or is silent for half a minute.
  Response Next() {
    Response response;
    if (!reader_->Read(&response)) {
      ADD_FAILURE() << "the stream ended: " << Finish().error_message();
    }
    return response;
  }
  // Messages until one fulfils the condition, which is returned.
  template <typename Condition>
  Response NextWhere(Condition condition) {
    Response response;
    while (reader_->Read(&response)) {
      if (condition(response)) return response;
    }
    ADD_FAILURE() << "the stream ended: " << Finish().error_message();
    return Response();
  }
  // The status with which the stream ends, whatever comes before.
  grpc::Status End() {
    Response ignored;
    while (reader_->Read(&ignored)) {
    }
    return Finish();
  }

 private:
  // gRPC wants it once.
  grpc::Status Finish() {
    if (!end_.has_value()) end_ = reader_->Finish();
    return *end_;
  }
  static grpc::ClientContext* Bounded(grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    return &context;
  }

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<Response>> reader_;
  std::optional<grpc::Status> end_;
};

}  // namespace okapi::reporting
