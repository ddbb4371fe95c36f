#include "services/reporting/webhooks/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace okapi::reporting {
namespace {

struct Range4 {
  uint32_t network;
  int bits;
};

constexpr Range4 kSpecial4[] = {
    {0x00000000, 8},   // this network
    {0x0A000000, 8},   // private
    {0x64400000, 10},  // shared by carriers
    {0x7F000000, 8},   // this machine
    {0xA9FE0000, 16},  // link-local, with the metadata services of clouds
    {0xAC100000, 12},  // private
    {0xC0000000, 24},  // IETF protocol assignments
    {0xC0000200, 24},  // documentation
    {0xC0586300, 24},  // 6to4 relays
    {0xC0A80000, 16},  // private
    {0xC6120000, 15},  // benchmarks
    {0xC6336400, 24},  // documentation
    {0xCB007100, 24},  // documentation
    {0xE0000000, 4},   // multicast
    {0xF0000000, 4},   // reserved, and broadcast
};

bool IsPublic4(uint32_t address) {
  return std::none_of(std::begin(kSpecial4), std::end(kSpecial4), [address](const Range4& range) {
    return address >> (32 - range.bits) == range.network >> (32 - range.bits);
  });
}

using Bytes6 = std::array<uint8_t, 16>;

uint32_t Wrapped4(const Bytes6& bytes, size_t at) {
  uint32_t address = 0;
  for (size_t i = 0; i < 4; ++i) address = address << 8 | bytes[at + i];
  return address;
}

bool BeginsWith(const Bytes6& bytes, std::initializer_list<uint8_t> prefix) {
  return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

bool IsPublic6(const Bytes6& bytes) {
  // IPv4 in IPv6: mapped, translated (RFC 6052) and 6to4.
  if (BeginsWith(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}) ||
      BeginsWith(bytes, {0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0})) {
    return IsPublic4(Wrapped4(bytes, 12));
  }
  if (BeginsWith(bytes, {0x20, 0x02})) return IsPublic4(Wrapped4(bytes, 2));
  // Of the rest only 2000::/3 is given out; Teredo and documentation are in it.
  if ((bytes[0] & 0xE0) != 0x20) return false;
  return !BeginsWith(bytes, {0x20, 0x01, 0, 0}) && !BeginsWith(bytes, {0x20, 0x01, 0x0D, 0xB8});
}

}  // namespace

bool IsPublic(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in it;
    std::memcpy(&it, &address, sizeof(it));
    return IsPublic4(ntohl(it.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 it;
    std::memcpy(&it, &address, sizeof(it));
    Bytes6 bytes;
    std::memcpy(bytes.data(), &it.sin6_addr, bytes.size());
    return IsPublic6(bytes);
  }
  return false;
}

}  // namespace okapi::reporting
