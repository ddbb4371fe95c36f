#include "services/cli/convert/okr_wide_rows.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/text/fold.h"

namespace okapi::cli {
namespace {

// What is said of an objective where nothing says of what it is said.
bool IsOfObjective(OkrField field) {
  switch (field) {
    case OkrField::kTitle:
    case OkrField::kType:
    case OkrField::kParent:
    case OkrField::kTeam:
    case OkrField::kCycle:
    case OkrField::kStartDate:
    case OkrField::kEndDate:
    case OkrField::kDescription:
    case OkrField::kTags:
    case OkrField::kVisibility:
    case OkrField::kPrivate:
      return true;
    default:
      return false;
  }
}

const OkrText* Find(const OkrRow& row, OkrPart part, int number, OkrField field) {
  for (const OkrCell& cell : row.cells) {
    if (cell.name.has_value() && cell.name->part == part && cell.name->number == number &&
        cell.name->field == field) {
      return &cell.text;
    }
  }
  return nullptr;
}

// Of the objective: its columns, or those that say nothing of what they are.
const OkrText* OfObjective(const OkrRow& row, OkrField field) {
  const OkrText* text = Find(row, OkrPart::kObjective, 0, field);
  return text != nullptr ? text : Find(row, OkrPart::kUnknown, 0, field);
}

std::set<int> KeyResultNumbers(const OkrRow& row) {
  std::set<int> numbers;
  for (const OkrCell& cell : row.cells) {
    if (cell.name.has_value() && cell.name->part == OkrPart::kKeyResult) {
      numbers.insert(cell.name->number);
    }
  }
  return numbers;
}

}  // namespace

int OkrWideRows::Add(int place, OkrPart part, int under) {
  OkrEntry& entry = okrs_.entries.emplace_back();
  entry.place = place;
  entry.part = part;
  entry.under = under;
  return static_cast<int>(okrs_.entries.size()) - 1;
}

void OkrWideRows::Set(int entry, OkrField field, const OkrText& text) {
  const auto [known, is_new] = At(entry).fields.emplace(field, text);
  if (!is_new && known->second.text != text.text) Keep(entry, text);
}

void OkrWideRows::Keep(int entry, const OkrText& text) {
  At(entry).others.push_back(text);
  okrs_.findings.push_back(
      {At(entry).place, absl::StrCat("another row says it differently, kept as a "
                                     "description: ",
                                     text.label, ": ", text.text)});
}

int OkrWideRows::TakeObjective(const OkrRow& row) {
  const OkrText* title = OfObjective(row, OkrField::kTitle);
  if (title == nullptr) return objective_;
  std::string key = text::FoldCase(title->text);
  for (const OkrField field : {OkrField::kCycle, OkrField::kTeam}) {
    const OkrText* text = OfObjective(row, field);
    absl::StrAppend(&key, "\n", text == nullptr ? "" : text::FoldCase(text->text));
  }
  const OkrText* id = Find(row, OkrPart::kObjective, 0, OkrField::kId);
  absl::StrAppend(&key, "\n", id == nullptr ? "" : id->text);
  const auto [known, is_new] = objectives_.try_emplace(key, -1);
  if (is_new) known->second = Add(row.place, OkrPart::kObjective, -1);
  if (known->second != objective_) key_result_ = -1;
  return objective_ = known->second;
}

int OkrWideRows::TakeKeyResult(const OkrRow& row, int number, int objective) {
  const OkrText* title = Find(row, OkrPart::kKeyResult, number, OkrField::kTitle);
  if (title != nullptr) {
    // One row for each of its initiatives.
    const auto key = std::make_pair(objective, text::FoldCase(title->text));
    const bool repeats = Find(row, OkrPart::kInitiative, 0, OkrField::kTitle) != nullptr;
    const auto known = key_results_.find(key);
    if (repeats && objective >= 0 && known != key_results_.end()) return known->second;
    return key_results_[key] = Add(row.place, OkrPart::kKeyResult, objective);
  }
  for (const OkrCell& cell : row.cells) {
    const bool own = cell.name.has_value() && cell.name->part == OkrPart::kKeyResult &&
                     cell.name->number == number;
    if (own) return Add(row.place, OkrPart::kKeyResult, objective);
  }
  return -1;
}

int OkrWideRows::AddInitiatives(const OkrRow& row, int key_result, int objective) {
  const OkrText* title = Find(row, OkrPart::kInitiative, 0, OkrField::kTitle);
  if (title == nullptr) return -1;
  int first = -1;
  for (absl::string_view line : absl::StrSplit(title->text, absl::ByAnyChar("\n\r"))) {
    line = absl::StripAsciiWhitespace(line);
    absl::ConsumePrefix(&line, "- ") || absl::ConsumePrefix(&line, "* ") ||
        absl::ConsumePrefix(&line, "• ");
    if (line.empty()) continue;
    const int added =
        Add(row.place, OkrPart::kInitiative, key_result >= 0 ? key_result : objective);
    At(added).fields[OkrField::kTitle] = {title->label, std::string(line), false};
    if (first < 0) first = added;
  }
  return first;
}

OkrWideRows::Parts OkrWideRows::TakeParts(const OkrRow& row) {
  Parts parts;
  const bool continues = OfObjective(row, OkrField::kTitle) == nullptr;
  parts.objective = TakeObjective(row);
  for (const int number : KeyResultNumbers(row)) {
    parts.key_results[number] = TakeKeyResult(row, number, parts.objective);
  }
  const int own = parts.key_results.empty() ? -1 : parts.key_results.begin()->second;
  // An initiative below that of the row before belongs where that does.
  key_result_ = own >= 0 || !continues ? own : key_result_;
  parts.initiative = AddInitiatives(row, key_result_, parts.objective);
  parts.subject = own >= 0 && !columns_.numbered ? own
                  : parts.initiative >= 0        ? parts.initiative
                                                 : parts.objective;
  if (parts.subject < 0) parts.subject = own >= 0 ? own : Add(row.place, OkrPart::kKeyResult, -1);
  return parts;
}

int OkrWideRows::EntryOf(const OkrName& name, const Parts& parts) {
  if (name.part == OkrPart::kKeyResult) return parts.key_results.at(name.number);
  if (name.part == OkrPart::kInitiative) {
    return parts.initiative >= 0 ? parts.initiative : parts.subject;
  }
  // The days of an initiative are its own.
  const bool day = name.field == OkrField::kEndDate || name.field == OkrField::kStartDate;
  const bool own_day = day && name.part == OkrPart::kUnknown && parts.subject == parts.initiative;
  const bool of_objective = name.part == OkrPart::kObjective || IsOfObjective(name.field);
  return of_objective && !own_day && parts.objective >= 0 ? parts.objective : parts.subject;
}

void OkrWideRows::Take(const OkrRow& row) {
  const Parts parts = TakeParts(row);
  for (const OkrCell& cell : row.cells) {
    if (!cell.name.has_value()) {
      At(parts.subject).others.push_back(cell.text);
      continue;
    }
    const OkrField field = cell.name->field;
    if (cell.name->part == OkrPart::kInitiative && field == OkrField::kTitle) continue;
    const int entry = EntryOf(*cell.name, parts);
    const auto known = At(entry).fields.find(field);
    const bool differs = known != At(entry).fields.end() && known->second.text != cell.text.text;
    // What another row says of the same objective stays with what this one is about.
    if (differs && entry == parts.objective && parts.subject != parts.objective) {
      Keep(parts.subject, cell.text);
    } else {
      Set(entry, field, cell.text);
    }
  }
}

void OkrWideRows::Finish() {
  for (const OkrField field : {OkrField::kOwner, OkrField::kOwnerEmail}) {
    std::map<int, std::set<std::string>> owners;
    std::map<int, OkrText> texts;
    for (const OkrEntry& entry : okrs_.entries) {
      if (entry.part != OkrPart::kKeyResult || entry.under < 0) continue;
      const auto found = entry.fields.find(field);
      owners[entry.under].insert(found == entry.fields.end() ? "" : found->second.text);
      if (found != entry.fields.end()) texts[entry.under] = found->second;
    }
    for (const auto& [objective, names] : owners) {
      if (names.size() == 1 && texts.count(objective) != 0) {
        At(objective).fields.emplace(field, texts[objective]);
      }
    }
  }
}

}  // namespace okapi::cli
