#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

namespace okapi::rpc {

// A channel to another service: unencrypted, for the loopback; reconnects within 2 s of the
// service's return and notices a dead peer within 30 s.
std::shared_ptr<grpc::Channel> Connect(const std::string& address);

}  // namespace okapi::rpc
