#pragma once

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace okapi::testing {

// One JSON object of a vector file. A field that is not there ends the test: a misspelt vector
// must not pass. Refers to the file's Struct, which must outlive it.
class Vector {
 public:
  explicit Vector(const google::protobuf::Struct& fields) : fields_(fields) {}

  std::string Text(const std::string& field) const { return At(field).string_value(); }
  double Number(const std::string& field) const { return At(field).number_value(); }
  int64_t Integer(const std::string& field) const { return static_cast<int64_t>(Number(field)); }
  // Of a field in seconds since 1970.
  absl::Time Time(const std::string& field) const { return absl::FromUnixSeconds(Integer(field)); }
  bool Flag(const std::string& field) const { return At(field).bool_value(); }
  bool IsNull(const std::string& field) const { return At(field).has_null_value(); }
  std::optional<double> NumberOrNull(const std::string& field) const {
    return IsNull(field) ? std::nullopt : std::optional<double>(Number(field));
  }
  Vector Object(const std::string& field) const { return Vector(At(field).struct_value()); }
  std::vector<Vector> Objects(const std::string& field) const {
    std::vector<Vector> objects;
    for (const auto& value : At(field).list_value().values()) {
      objects.emplace_back(value.struct_value());
    }
    return objects;
  }
  std::vector<double> Numbers(const std::string& field) const {
    std::vector<double> numbers;
    for (const auto& value : At(field).list_value().values()) {
      numbers.push_back(value.number_value());
    }
    return numbers;
  }
  std::vector<std::optional<double>> NumbersOrNull(const std::string& field) const {
    std::vector<std::optional<double>> numbers;
    for (const auto& value : At(field).list_value().values()) {
      numbers.push_back(value.has_null_value() ? std::nullopt
                                               : std::optional<double>(value.number_value()));
    }
    return numbers;
  }
  std::vector<std::string> Texts(const std::string& field) const {
    std::vector<std::string> texts;
    for (const auto& value : At(field).list_value().values()) {
      texts.push_back(value.string_value());
    }
    return texts;
  }
  // As a message of the API, by protobuf's JSON mapping.
  template <typename Message>
  Message As() const {
    std::string json;
    Message message;
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(fields_, &json).ok());
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << json;
    return message;
  }

 private:
  const google::protobuf::Value& At(const std::string& field) const {
    return fields_.fields().at(field);
  }

  const google::protobuf::Struct& fields_;
};

// The vectors of a file of tests/vectors (OKAPI_VECTORS is set by the target).
inline google::protobuf::Struct ReadVectors(const std::string& file) {
  std::ifstream stream(std::string(OKAPI_VECTORS "/") + file);
  std::ostringstream text;
  text << stream.rdbuf();
  google::protobuf::Struct vectors;
  const auto parsed = google::protobuf::util::JsonStringToMessage(text.str(), &vectors);
  EXPECT_TRUE(stream.good() && parsed.ok()) << file << ": " << parsed.ToString();
  return vectors;
}

// The cases of one list, which has some. They refer to the file.
inline std::vector<Vector> VectorsOf(const google::protobuf::Struct& file,
                                     const std::string& list) {
  auto vectors = Vector(file).Objects(list);
  EXPECT_FALSE(vectors.empty()) << list;
  return vectors;
}

// The tolerance that tests/vectors/README.md gives to every client.
inline void ExpectNear(double actual, double expected) {
  EXPECT_NEAR(actual, expected, 1e-9 * std::max(1.0, std::abs(expected)));
}

inline void ExpectNear(const std::optional<double>& actual, const std::optional<double>& expected) {
  ASSERT_EQ(actual.has_value(), expected.has_value());
  if (actual.has_value()) ExpectNear(*actual, *expected);
}

}  // namespace okapi::testing
