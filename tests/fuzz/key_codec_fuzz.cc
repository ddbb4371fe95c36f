#include <cmath>
#include <string>

#include "common/storage/key_codec.h"
#include "tests/fuzz/expect.h"

// The first byte says how many fields follow, the next ones of which kind; the rest is the key.
// Reading must survive any key, and a key that reads well is the one that writing gives.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using okapi::fuzz::Expect;
  absl::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.empty()) return 0;
  const size_t fields = static_cast<size_t>(static_cast<unsigned char>(input[0]) % 8);
  if (input.size() < 1 + fields) return 0;
  const absl::string_view kinds = input.substr(1, fields);
  const absl::string_view key = input.substr(1 + fields);

  okapi::storage::KeyReader reader(key);
  okapi::storage::KeyWriter writer;
  bool canonical = true;
  for (const char kind : kinds) {
    std::string bytes;
    uint64_t u64 = 0;
    int64_t i64 = 0;
    double f64 = 0;
    switch (static_cast<unsigned char>(kind) % 5) {
      case 0:
        if (reader.Bytes(&bytes)) writer.Bytes(bytes);
        break;
      case 1:
        if (reader.U64(&u64)) writer.U64(u64);
        break;
      case 2:
        if (reader.DescU64(&u64)) writer.DescU64(u64);
        break;
      case 3:
        if (reader.I64(&i64)) writer.I64(i64);
        break;
      default:
        if (!reader.F64(&f64)) break;
        // Never written: NaN, and -0.0, which is written as 0.0.
        if (std::isnan(f64) || (f64 == 0 && std::signbit(f64))) {
          canonical = false;
        } else {
          writer.F64(f64);
        }
    }
  }
  if (reader.Done().ok() && canonical) {
    Expect(writer.Finish() == key, "what was read is written as it was");
  }

  const std::string end = okapi::storage::PrefixEnd(key);
  Expect(end.empty() || key < end, "a prefix lies before its end");
  Expect(end.empty() || std::string(key) + "\xff\xff" < end, "so does what begins with it");
  return 0;
}
