#pragma once

namespace okapi::rpc {

// A request may have this many bytes; more is answered RESOURCE_EXHAUSTED by gRPC itself.
inline constexpr int kRequestBytesMax = 16 << 20;
// An answer that one service accepts from another. Reports of large organizations are larger than
// requests may be.
inline constexpr int kAnswerBytesMax = 256 << 20;

}  // namespace okapi::rpc
