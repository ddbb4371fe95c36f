#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace okapi::fuzz {

// The input as a text that can reach us: protobuf lets only UTF-8 through, so every byte that is
// not ASCII stands for a letter that is not.
inline std::string TextOf(const uint8_t* data, size_t size) {
  std::string text;
  for (size_t i = 0; i < size; ++i) {
    if (data[i] < 0x80) {
      text.push_back(static_cast<char>(data[i]));
    } else {
      text += "\u00fc";
    }
  }
  return text;
}

}  // namespace okapi::fuzz
