#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/convert/okr_columns.h"
#include "services/cli/convert/okr_entry.h"

namespace okapi::cli {

// A cell that is not empty.
struct OkrCell {
  // What its column is; nothing if nobody knows.
  std::optional<OkrName> name;
  OkrText text;
};

struct OkrRow {
  int place = 0;
  std::vector<OkrCell> cells;
};

// Takes rows apart that have an objective and what belongs to it: the objective and key result of a
// row may be those of rows before. What a column says without saying of what is said of the row's
// key result, or else of its initiative; of the objective if it is one of its own, such as its
// team.
class OkrWideRows {
 public:
  // Both outlive it.
  OkrWideRows(const OkrColumns& columns, OkrEntries& okrs) : columns_(columns), okrs_(okrs) {}

  void Take(const OkrRow& row);
  // Once there are no more: gives objectives the owner that all their key results have.
  void Finish();

 private:
  int TakeObjective(const OkrRow& row);
  int TakeKeyResult(const OkrRow& row, int number, int objective);
  int AddInitiatives(const OkrRow& row, int key_result, int objective);
  int Add(int place, OkrPart part, int under);
  OkrEntry& At(int entry) { return okrs_.entries[static_cast<size_t>(entry)]; }
  // Says it of the entry, unless another row said something else of it: that is then kept.
  void Set(int entry, OkrField field, const OkrText& text);
  void Keep(int entry, const OkrText& text);
  // What the row is about, where a column does not say it.
  struct Parts {
    int objective = -1;
    std::map<int, int> key_results;
    int initiative = -1;
    int subject = -1;
  };
  Parts TakeParts(const OkrRow& row);
  // The entry that a column speaks of.
  static int EntryOf(const OkrName& name, const Parts& parts);

  const OkrColumns& columns_;
  OkrEntries& okrs_;
  // By title, cycle, team and id.
  std::map<std::string, int> objectives_;
  // By the objective and their title.
  std::map<std::pair<int, std::string>, int> key_results_;
  // Of the row before.
  int objective_ = -1;
  int key_result_ = -1;
};

}  // namespace okapi::cli
