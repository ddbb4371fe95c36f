#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/rpc/call.h"
#include "common/status/convert.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "okapi/goals/v1/review_service.grpc.pb.h"

namespace okapi::goals {

// The real goal services on a real database and a real port, following the metrics service at an
// address. Restart() closes them and opens them again on what is on disk.
class GoalsScene {
 public:
  using Goals = okapi::goals::v1::GoalsService::Stub;
  using Review = okapi::goals::v1::ReviewService::Stub;
  using Organizations = okapi::goals::v1::OrganizationsService::Stub;

  // `clock` must outlive the scene.
  GoalsScene(const base::Clock& clock, std::string metrics);
  ~GoalsScene();

  void Restart();
  // Closes them, until Restart().
  void Stop();
  Goals& goals() { return *goals_stub_; }
  std::shared_ptr<grpc::Channel> channel() { return channel_; }
  const std::string& address() const { return address_; }

  // About how many objectives FindHiddenObjectives was asked, each time since this was last called.
  std::vector<int> TakeHiddenAsked();

  // Call a unary method: Call(&Goals::GetObjective, request).
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Goals::*method)(grpc::ClientContext*, const Request&,
                                                              Response*),
                                const Request& request) {
    return CallOn(*goals_stub_, method, request);
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Organizations::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                                const Request& request) {
    return CallOn(*organizations_stub_, method, request);
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Review::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                const Request& request) {
    return CallOn(*review_stub_, method, request);
  }

  // No test waits longer than this for an answer.
  static void Bound(grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  }

  // Who calls from here on: the full name of a member, or nobody.
  void CallAs(std::string actor) { actor_ = std::move(actor); }
  // The rehearsal that calls belong to from here on; empty for none.
  void CallIn(std::string rehearsal) { rehearsal_ = std::move(rehearsal); }
  // Bound(), and says who calls.
  void Prepare(grpc::ClientContext& context) const {
    Bound(context);
    if (!actor_.empty()) context.AddMetadata(rpc::kActorKey, actor_);
    if (!rehearsal_.empty()) context.AddMetadata(rpc::kRehearsalKey, rehearsal_);
  }

 private:
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> CallOn(Stub& stub,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                  const Request& request) const {
    grpc::ClientContext context;
    Prepare(context);
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return status::FromGrpc(status);
    return response;
  }

  // What is made anew by Restart(), and what stays; in goals_scene.cc, for the headers of services
  // take seconds in every test.
  class NotedPrivacyService;
  struct Process;
  struct Disk;

  void Start();

  const std::string metrics_;
  std::string actor_;
  std::string rehearsal_;
  std::unique_ptr<Disk> disk_;
  std::unique_ptr<Process> process_;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Goals> goals_stub_;
  std::unique_ptr<Organizations> organizations_stub_;
  std::unique_ptr<Review> review_stub_;
};

// A Watch of one organization, from the beginning of its history.
class ChangesWatch {
 public:
  explicit ChangesWatch(GoalsScene& scene, int64_t after = 0) {
    scene.Prepare(context_);
    okapi::goals::v1::WatchRequest request;
    request.set_parent("organizations/o");
    request.set_after_revision(after);
    reader_ = scene.goals().Watch(&context_, request);
  }
  ~ChangesWatch() {
    context_.TryCancel();
    (void)reader_->Finish();
  }

  // Reads until a record fulfils the condition, and returns it. Those before it are passed over;
  // those after it, also of the same message, are still to come.
  template <typename Condition>
  okapi::common::v1::ChangeRecord AwaitRecord(Condition condition) {
    do {
      while (next_ < response_.records_size()) {
        const auto& record = response_.records(next_++);
        revision_ = record.revision();
        if (condition(record)) return record;
      }
      next_ = 0;
    } while (reader_->Read(&response_));
    ADD_FAILURE() << "the stream ended before what was expected";
    return {};
  }

  // The same for a change of the key result of that name.
  template <typename Condition>
  okapi::goals::v1::KeyResult Await(const std::string& name, Condition condition) {
    okapi::goals::v1::KeyResult found;
    AwaitRecord([&](const okapi::common::v1::ChangeRecord& record) {
      for (const auto& change : record.changes()) {
        if (change.name() == name && change.after().UnpackTo(&found) && condition(found)) {
          return true;
        }
      }
      return false;
    });
    return found;
  }

  // Of the record returned last.
  int64_t revision() const { return revision_; }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<okapi::goals::v1::WatchResponse>> reader_;
  okapi::goals::v1::WatchResponse response_;
  int next_ = 0;  // The first record of `response_` that nobody has seen.
  int64_t revision_ = 0;
};

}  // namespace okapi::goals
