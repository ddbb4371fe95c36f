#include "services/cli/session/ask.h"

#include "services/cli/session/message_text.h"

namespace okapi::cli {

void OnlyCheck(Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("validate_only");
  if (field != nullptr) request.GetReflection()->SetBool(&request, field, true);
}

int Ask(Session& session, const MethodDescriptor& method, const Message& request,
        std::string (*text)(const Message&)) {
  const auto response = NewMessage(method.output_type());
  const absl::Status status = session.connection().Call(method, request, *response);
  if (!status.ok()) return ReportError(status, *session.err);
  *session.out << (session.json() ? ToJson(*response) : text(*response));
  return kExitOk;
}

}  // namespace okapi::cli
