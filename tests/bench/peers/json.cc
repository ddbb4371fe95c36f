#include "tests/bench/peers/json.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace okapi::bench {

absl::StatusOr<google::protobuf::Struct> ParseJson(const std::string& text) {
  google::protobuf::Struct object;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &object);
  if (status.ok()) return object;
  return absl::InvalidArgumentError(absl::StrCat(status.ToString(), " in: ", text.substr(0, 300)));
}

const google::protobuf::Value& Member(const google::protobuf::Struct& object,
                                      const std::string& name) {
  const auto found = object.fields().find(name);
  return found == object.fields().end() ? google::protobuf::Value::default_instance()
                                        : found->second;
}

double Number(const google::protobuf::Value& value) {
  double number = value.number_value();
  if (value.has_string_value() && !absl::SimpleAtod(value.string_value(), &number)) return 0;
  return number;
}

}  // namespace okapi::bench
