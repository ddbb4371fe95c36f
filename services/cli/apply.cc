#include "services/cli/apply.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/message_differencer.h"

namespace okapi::cli {
namespace {

using google::protobuf::FieldMask;

// The same failure, with what it is about in front.
absl::Status About(const DeclaredResource& declared, const absl::Status& status) {
  if (status.ok()) return status;
  absl::Status about(status.code(),
                     absl::StrCat(declared.place, ": ", declared.kind->singular, " '",
                                  ShortName(declared.name), "': ", status.message()));
  status.ForEachPayload([&about](absl::string_view type_url, const absl::Cord& payload) {
    about.SetPayload(type_url, payload);
  });
  return about;
}

// A message that has at most the one field of `from`.
std::unique_ptr<Message> Only(const Message& from, const FieldDescriptor* field) {
  std::unique_ptr<Message> copy(from.New());
  copy->CopyFrom(from);
  std::vector<const FieldDescriptor*> fields;
  copy->GetReflection()->ListFields(*copy, &fields);
  for (const FieldDescriptor* other : fields) {
    if (other != field) copy->GetReflection()->ClearField(copy.get(), other);
  }
  return copy;
}

std::vector<std::string> Differences(const DeclaredResource& declared, const Message& current) {
  std::vector<std::string> fields;
  for (const std::string& name : declared.fields) {
    const auto* field = declared.kind->resource->FindFieldByName(name);
    if (!google::protobuf::util::MessageDifferencer::Equals(*Only(*declared.resource, field),
                                                            *Only(current, field))) {
      fields.push_back(name);
    }
  }
  return fields;
}

void SetMessage(Message& request, const std::string& field, const Message& value) {
  request.GetReflection()
      ->MutableMessage(&request, request.GetDescriptor()->FindFieldByName(field))
      ->CopyFrom(value);
}

std::string StateOf(const Message& resource) {
  const auto* field = resource.GetDescriptor()->FindFieldByName("state");
  return resource.GetReflection()->GetEnum(resource, field)->name();
}

class Applier {
 public:
  Applier(bool dry_run, const Caller& call, const std::function<void(const Applied&)>& report)
      : dry_run_(dry_run), call_(call), report_(report) {}

  absl::Status CreateOrUpdate(const DeclaredResource& declared) {
    const auto current = NewMessage(declared.kind->resource);
    const auto request = NewMessage(declared.kind->get->input_type());
    SetString(*request, "name", declared.name);
    const absl::Status found = call_(*declared.kind->get, *request, *current);
    if (absl::IsNotFound(found) && declared.kind->create != nullptr) return Create(declared);
    OKAPI_RETURN_IF_ERROR(found);
    return Update(declared, *current);
  }

  absl::Status Activate(const DeclaredResource& declared) {
    const auto current = NewMessage(declared.kind->resource);
    const auto request = NewMessage(declared.kind->get->input_type());
    SetString(*request, "name", declared.name);
    const absl::Status found = call_(*declared.kind->get, *request, *current);
    const bool missing = dry_run_ && absl::IsNotFound(found);
    if (!missing) {
      OKAPI_RETURN_IF_ERROR(found);
      if (StateOf(*current) == "ACTIVE") return absl::OkStatus();
    }
    if (!dry_run_) {
      const auto activate = NewMessage(declared.kind->activate->input_type());
      SetString(*activate, "name", declared.name);
      OKAPI_RETURN_IF_ERROR(call_(*declared.kind->activate, *activate, *current));
    }
    report_({Applied::kActivated, &declared, {"state"}});
    return absl::OkStatus();
  }

 private:
  absl::Status Create(const DeclaredResource& declared) {
    const std::string field = declared.kind->Field();
    const size_t slash = declared.name.rfind('/');
    if (!dry_run_) {
      const auto request = NewMessage(declared.kind->create->input_type());
      if (request->GetDescriptor()->FindFieldByName("parent") != nullptr) {
        SetString(*request, "parent", declared.name.substr(0, declared.name.rfind('/', slash - 1)));
      }
      SetString(*request, absl::StrCat(field, "_id"), declared.name.substr(slash + 1));
      SetMessage(*request, field, *declared.resource);
      const auto created = NewMessage(declared.kind->resource);
      OKAPI_RETURN_IF_ERROR(call_(*declared.kind->create, *request, *created));
    }
    report_({Applied::kCreated, &declared, {}});
    return absl::OkStatus();
  }

  absl::Status Update(const DeclaredResource& declared, const Message& current) {
    std::vector<std::string> fields = Differences(declared, current);
    if (fields.empty()) {
      report_({Applied::kUnchanged, &declared, {}});
      return absl::OkStatus();
    }
    if (!dry_run_) {
      const auto request = NewMessage(declared.kind->update->input_type());
      SetMessage(*request, declared.kind->Field(), *declared.resource);
      auto* patch = request->GetReflection()->MutableMessage(
          request.get(), request->GetDescriptor()->FindFieldByName(declared.kind->Field()));
      SetString(*patch, "etag", GetString(current, "etag"));
      FieldMask mask;
      for (const std::string& name : fields) mask.add_paths(name);
      SetMessage(*request, "update_mask", mask);
      const auto updated = NewMessage(declared.kind->resource);
      OKAPI_RETURN_IF_ERROR(call_(*declared.kind->update, *request, *updated));
    }
    report_({Applied::kUpdated, &declared, std::move(fields)});
    return absl::OkStatus();
  }

  const bool dry_run_;
  const Caller& call_;
  const std::function<void(const Applied&)>& report_;
};

}  // namespace

absl::Status Apply(const std::vector<DeclaredResource>& declared, bool dry_run, const Caller& call,
                   const std::function<void(const Applied&)>& report) {
  Applier applier(dry_run, call, report);
  for (const DeclaredResource& each : declared) {
    OKAPI_RETURN_IF_ERROR(About(each, applier.CreateOrUpdate(each)));
  }
  // Last, because an objective needs its key results.
  for (const DeclaredResource& each : declared) {
    if (each.activate) OKAPI_RETURN_IF_ERROR(About(each, applier.Activate(each)));
  }
  return absl::OkStatus();
}

}  // namespace okapi::cli
