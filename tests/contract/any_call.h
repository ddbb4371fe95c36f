#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

// Calls of methods that are known by their descriptors alone, so that one that is added is called
// too.
namespace okapi::contract {

// Of the three services, in the order of their files; those of the audit service are each one's.
std::vector<const google::protobuf::MethodDescriptor*> UnaryMethods();
std::vector<const google::protobuf::MethodDescriptor*> ServerStreamingMethods();

std::unique_ptr<google::protobuf::Message> New(const google::protobuf::Descriptor* type);

// Something valid in every required field, and names of nobody in resources.
void FillRequired(google::protobuf::Message& message);

// With each of the actors as metadata.
absl::Status Call(const std::shared_ptr<grpc::Channel>& channel,
                  const google::protobuf::MethodDescriptor& method,
                  const google::protobuf::Message& request,
                  const std::vector<std::string>& actors = {}, const std::string& rehearsal = "");

// How a server stream ends; OK if it begins, and nobody waits for more.
absl::Status EndOfStream(const std::shared_ptr<grpc::Channel>& channel,
                         const google::protobuf::MethodDescriptor& method,
                         const google::protobuf::Message& request);

// What an error says beside its reason: `key=value` of its metadata, and the fields that it names.
std::vector<std::string> DetailsOf(const absl::Status& status);

}  // namespace okapi::contract
