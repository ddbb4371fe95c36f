#include <vector>

#include "services/metrics/chunks/chunk_codec.h"
#include "tests/fuzz/expect.h"

// Any bytes as a chunk: an error, or samples that come back the same when encoded again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using okapi::fuzz::Expect;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<okapi::metrics::Sample> samples;
  if (!okapi::metrics::DecodeChunk(input, samples).ok()) {
    Expect(samples.empty(), "nothing comes of a damaged chunk");
    return 0;
  }
  const std::string encoded = okapi::metrics::EncodeChunk(samples);
  std::vector<okapi::metrics::Sample> back;
  Expect(okapi::metrics::DecodeChunk(encoded, back).ok(), "what was encoded can be decoded");
  Expect(okapi::metrics::EncodeChunk(back) == encoded, "and is the same, bit by bit");
  return 0;
}
