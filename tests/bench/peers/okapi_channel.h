#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

namespace okapi::bench {

// Whose samples they are.
inline constexpr char kOrganization[] = "organizations/bench";

// A connection of its own, which takes answers of any size.
std::shared_ptr<grpc::Channel> NewChannel(const std::string& address);

// The bytes of a message that is already serialized; they must outlive the buffer.
grpc::ByteBuffer Borrow(const std::string& message);

// Parses a message that came as bytes.
template <typename Message>
bool Parse(const grpc::ByteBuffer& buffer, Message& message) {
  grpc::Slice slice;
  return buffer.DumpToSingleSlice(&slice).ok() &&
         message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
}

}  // namespace okapi::bench
