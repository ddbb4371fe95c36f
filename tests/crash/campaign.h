#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace okapi::crash {

// Ends the program: something that may never happen has happened.
[[noreturn]] void Fail(const std::string& what);

// One run of a program of this folder: its flags `--program`, `--cycles` and `--seed`, a seed that
// is printed so that a failure can be brought back, and a folder for the service's data, which
// stays when the program fails.
class Campaign {
 public:
  Campaign(int argc, char** argv);
  ~Campaign();
  Campaign(const Campaign&) = delete;
  Campaign& operator=(const Campaign&) = delete;

  const std::string& program() const { return program_; }
  const std::string& data() const { return data_; }
  int cycles() const { return cycles_; }
  uint64_t seed() const { return seed_; }
  std::mt19937_64& random() { return random_; }

 private:
  std::string program_;
  std::string data_;
  int cycles_ = 0;
  uint64_t seed_ = 0;
  std::mt19937_64 random_;
};

}  // namespace okapi::crash
