#pragma once

#include <memory>
#include <utility>

#include "common/storage/reader.h"

namespace okapi::storage {

// What was looked up: a message that others may hold too, so to be copied before it is changed, or
// nothing.
template <typename T>
class Found {
 public:
  Found() = default;
  // Precondition: the message is a T, or nullptr.
  explicit Found(SharedMessage message) : message_(std::move(message)) {}

  bool has_value() const { return message_ != nullptr; }
  // Preconditions: has_value().
  const T& operator*() const { return static_cast<const T&>(*message_); }
  const T* operator->() const { return &**this; }

  // The empty message where there is nothing.
  const T& or_default() const { return has_value() ? **this : T::default_instance(); }

 private:
  SharedMessage message_;
};

}  // namespace okapi::storage
