#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace okapi::cli {

// Where the services are.
struct Addresses {
  std::string goals = "127.0.0.1:7701";
  std::string metrics = "127.0.0.1:7702";
  std::string reporting = "127.0.0.1:7703";
};

// A unary call; Connection::Call in the program.
using Caller = std::function<absl::Status(const google::protobuf::MethodDescriptor& method,
                                          const google::protobuf::Message& request,
                                          google::protobuf::Message& response)>;

// Calls of any method by its descriptor, so that no code is needed per resource. One thread.
class Connection {
 public:
  // `actor` says who calls: the id of a member, or its full name; empty says nothing.
  explicit Connection(Addresses addresses, std::string actor = "")
      : addresses_(std::move(addresses)), actor_(std::move(actor)) {}

  // Tells the service who calls. Of a short id, a member of the organization that the request is
  // about; nothing where it is about none. Part of Call; for streams.
  void Introduce(const google::protobuf::Message& request, grpc::ClientContext& context) const;

  // The channel to the service of a proto package, `okapi.goals.v1`.
  std::shared_ptr<grpc::Channel> ChannelOf(const std::string& package);

  // A unary call, of 30 seconds at most. Errors come as the service sent them, with their details;
  // when it sent none, because it cannot be reached, as Explain says.
  absl::Status Call(const google::protobuf::MethodDescriptor& method,
                    const google::protobuf::Message& request, google::protobuf::Message& response) {
    return CallAt(method.file()->package(), method, request, response);
  }
  // The same of the service of a package, for methods that all of them have. With a rehearsal's id
  // the call belongs to that.
  absl::Status CallAt(const std::string& package, const google::protobuf::MethodDescriptor& method,
                      const google::protobuf::Message& request, google::protobuf::Message& response,
                      const std::string& rehearsal = "");

  // The outcome of a call to the service of a package. What the service said itself is passed on as
  // it is; what gRPC said in its place is put so that it names the service, its address and the
  // code: a message of gRPC may be empty.
  absl::Status Explain(const std::string& package, const absl::Status& status) const;

 private:
  const std::string& AddressOf(const std::string& package) const;

  const Addresses addresses_;
  const std::string actor_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace okapi::cli
