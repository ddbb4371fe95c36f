#include "services/reporting/reports/named_people.h"

#include <vector>

#include "google/api/resource.pb.h"

namespace okapi::reporting {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool MayReferToPeople(const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return false;
  const std::string& type = field.options().GetExtension(google::api::resource_reference).type();
  return type == "*" || type == "okapi.dev/Cycle" || type == "okapi.dev/Team" ||
         type == "okapi.dev/Member";
}

void Collect(const Message& message, std::set<std::string>& names) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!nested && !MayReferToPeople(*field)) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (nested) {
        Collect(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                     : reflection.GetMessage(message, field),
                names);
      } else {
        names.insert(field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                          : reflection.GetString(message, field));
      }
    }
  }
}

}  // namespace

std::set<std::string> PeopleNamedIn(const Message& message) {
  std::set<std::string> names;
  Collect(message, names);
  return names;
}

}  // namespace okapi::reporting
