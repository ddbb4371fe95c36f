#include "common/base/ids.h"

#include <openssl/rand.h>

#include <cstdint>
#include <cstdlib>

namespace okapi::base {

std::string RandomIdGenerator::NextId() {
  // 32 characters carry 5 bits each; the first is always a letter, as resource ids demand.
  static constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
  uint8_t random[16];
  if (RAND_bytes(random, sizeof(random)) != 1) {
    std::abort();  // Without randomness identifiers collide: nothing sensible can follow.
  }
  std::string id;
  for (size_t i = 0; i < sizeof(random); ++i) {
    id.push_back(i == 0 ? kAlphabet[random[i] % 26] : kAlphabet[random[i] & 31]);
  }
  return id;
}

}  // namespace okapi::base
