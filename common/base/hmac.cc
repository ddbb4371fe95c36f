#include "common/base/hmac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace okapi::base {

std::string HmacSha256(absl::string_view key, absl::string_view data) {
  std::string digest(32, '\0');
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(data.data()), data.size(),
       reinterpret_cast<unsigned char*>(digest.data()), &size);
  return digest;
}

}  // namespace okapi::base
