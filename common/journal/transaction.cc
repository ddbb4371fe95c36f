#include "common/journal/transaction.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace okapi::journal {
namespace {

// Packs deterministically: the bytes go into the hash chain and must be the same on every replica,
// maps included.
void Pack(const google::protobuf::Message& message, google::protobuf::Any& any) {
  any.set_type_url("type.googleapis.com/" + message.GetDescriptor()->full_name());
  google::protobuf::io::StringOutputStream stream(any.mutable_value());
  google::protobuf::io::CodedOutputStream output(&stream);
  output.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&output);
}

}  // namespace

okapi::common::v1::ResourceChange& Transaction::RecordChange(
    absl::string_view name, const google::protobuf::Message* before,
    const google::protobuf::Message* after) {
  auto* change = record_.add_changes();
  change->set_name(std::string(name));
  if (before != nullptr) Pack(*before, *change->mutable_before());
  if (after != nullptr) Pack(*after, *change->mutable_after());
  return *change;
}

}  // namespace okapi::journal
