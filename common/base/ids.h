#pragma once

#include <string>

namespace okapi::base {

// Source of random identifiers. Injected; implementations are safe for concurrent use.
class IdGenerator {
 public:
  virtual ~IdGenerator() = default;
  // A resource id: a letter and 15 further characters of [a-z0-9], 80 random bits.
  virtual std::string NextId() = 0;
};

// From the operating system's random source.
class RandomIdGenerator final : public IdGenerator {
 public:
  std::string NextId() override;
};

}  // namespace okapi::base
