#pragma once

#include <sys/socket.h>

namespace okapi::reporting {

// Whether an address may be one of the internet. Not those of this machine, of private, shared and
// link-local networks, of multicast, nor IPv6 addresses that only wrap such a one: a webhook must
// not reach what its writer cannot (IANA's registries of special-purpose addresses, RFC 6890).
bool IsPublic(const sockaddr& address);

}  // namespace okapi::reporting
