#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/storage/reader.h"

namespace okapi::storage {

// What one viewer does not see. To whoever reads through it the hidden records do not exist, so no
// code above has to remember to leave them out. Not thread-safe: it belongs to one call.
class Veil {
 public:
  explicit Veil(std::string viewer) : viewer_(std::move(viewer)) {}
  virtual ~Veil() = default;

  // Whether the record is hidden. `whole` is the state that it is in.
  virtual absl::StatusOr<bool> Hides(const Reader& whole, const Family& family,
                                     absl::string_view key) = 0;

  // Who looks: a name that says something to whoever made the veil.
  const std::string& viewer() const { return viewer_; }

 private:
  const std::string viewer_;
};

// Reader::Find, FindMessage and Scan of `whole` through the veil.
absl::StatusOr<std::optional<std::string>> FindThrough(Veil& veil, const Reader& whole,
                                                       const Family& family, absl::string_view key);
absl::StatusOr<SharedMessage> FindMessageThrough(Veil& veil, const Reader& whole,
                                                 const Family& family, absl::string_view key,
                                                 const google::protobuf::MessageLite& prototype);
absl::Status ScanThrough(Veil& veil, const Reader& whole, const Family& family,
                         const KeyRange& range, Reader::Visitor visit);

// A state as one viewer sees it.
class VeiledReader final : public Reader {
 public:
  VeiledReader(std::unique_ptr<const Reader> whole, std::unique_ptr<Veil> veil)
      : whole_(std::move(whole)), veil_(std::move(veil)) {}

  absl::StatusOr<std::optional<std::string>> Find(const Family& family,
                                                  absl::string_view key) const override {
    return FindThrough(*veil_, *whole_, family, key);
  }
  absl::StatusOr<SharedMessage> FindMessage(
      const Family& family, absl::string_view key,
      const google::protobuf::MessageLite& prototype) const override {
    return FindMessageThrough(*veil_, *whole_, family, key, prototype);
  }
  absl::Status Scan(const Family& family, const KeyRange& range, Visitor visit) const override {
    return ScanThrough(*veil_, *whole_, family, range, visit);
  }
  Veil* veil() const override { return veil_.get(); }
  const Reader& whole() const override { return *whole_; }
  std::optional<absl::Time> as_of() const override { return whole_->as_of(); }

 private:
  const std::unique_ptr<const Reader> whole_;
  const std::unique_ptr<Veil> veil_;
};

}  // namespace okapi::storage
