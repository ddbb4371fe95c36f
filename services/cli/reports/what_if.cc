#include "services/cli/reports/what_if.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/rpc/call.h"
#include "common/text/quantity.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/message_text.h"
#include "services/cli/terminal/display_text.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {
namespace {

using okapi::common::v1::Progress;
using okapi::goals::v1::WhatIfRequest;
using okapi::goals::v1::WhatIfResponse;

constexpr int kMovedNameMax = 60;

// The slot of a change for requests of the type; nullptr if there is none.
const FieldDescriptor* SlotFor(const google::protobuf::Descriptor& request) {
  const auto* changes = WhatIfRequest::Change::descriptor();
  for (int i = 0; i < changes->field_count(); ++i) {
    if (changes->field(i)->message_type() == &request) return changes->field(i);
  }
  return nullptr;
}

std::string ProgressText(bool known, const Progress& progress) {
  if (!known) return "-";
  return absl::StrCat(progress.has_raw() ? text::Percent(progress.raw()) : "no value", " ",
                      okapi::common::v1::Status_Name(progress.status()));
}

}  // namespace

bool CanBeTried(const google::protobuf::Descriptor& request) { return SlotFor(request) != nullptr; }

int ShowWhatIf(Session& session, const Message& request) {
  WhatIfRequest what_if;
  what_if.set_parent(rpc::OrganizationOf(request));
  auto& change = *what_if.add_changes();
  change.GetReflection()
      ->MutableMessage(&change, SlotFor(*request.GetDescriptor()))
      ->CopyFrom(request);
  const auto* method = WhatIfRequest::descriptor()
                           ->file()
                           ->FindServiceByName("ReviewService")
                           ->FindMethodByName("WhatIf");
  WhatIfResponse response;
  const absl::Status status = session.connection().Call(*method, what_if, response);
  if (!status.ok()) return ReportError(status, *session.err);
  *session.out << (session.json() ? ToJson(response) : WhatIfText(response));
  return kExitOk;
}

std::string WhatIfText(const WhatIfResponse& response) {
  if (response.moves().empty()) return "no number would move\n";
  TextTable table({TextTable::kLeft, TextTable::kLeft, TextTable::kLeft, TextTable::kLeft});
  table.Add({"what would move", "", "is", "would be"});
  for (const WhatIfResponse::Move& move : response.moves()) {
    table.Add({ShortName(move.name()), Shorten(move.display_name(), kMovedNameMax),
               ProgressText(move.has_before(), move.before()),
               ProgressText(move.has_after(), move.after())});
  }
  return table.ToString();
}

}  // namespace okapi::cli
