#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/integration/goals_fixture.h"

namespace okapi::goals {

// Key results that are made of others, in whatever objectives. `a/k` is the key result `k` of the
// objective `a`.
class GoalsCombiningFixture : public GoalsFixture {
 protected:
  static std::string NameOf(const std::string& id) {
    const std::vector<std::string> parts = absl::StrSplit(id, '/');
    return absl::StrCat("organizations/o/objectives/", parts[0],
                        parts.size() > 1 ? absl::StrCat("/keyResults/", parts[1]) : "");
  }
  // A source.
  static std::string MadeOf(const std::vector<std::string>& ids,
                            const std::string& combination = "SUM") {
    std::string source = "key_result_source { ";
    for (const std::string& id : ids) absl::StrAppend(&source, "key_results: '", NameOf(id), "' ");
    return absl::StrCat(source, "combination: ", combination, " } ");
  }
  // A key result from 0 to 100, unless the fields have another way.
  absl::StatusOr<v1::KeyResult> Create(const std::string& id, const std::string& fields = "",
                                       const std::string& way = "from_to { target: 100 } ") {
    const std::vector<std::string> parts = absl::StrSplit(id, '/');
    return Call(&Goals::CreateKeyResult,
                absl::StrCat("parent: '", NameOf(parts[0]), "' key_result_id: '", parts[1],
                             "' key_result { display_name: 'KR' ", way, fields, " }"));
  }
  absl::StatusOr<v1::KeyResult> Update(const std::string& id, const std::string& fields,
                                       const std::string& path) {
    return Call(&Goals::UpdateKeyResult, absl::StrCat("key_result { ", Named(NameOf(id)), fields,
                                                      " } update_mask { paths: '", path, "' }"));
  }
  absl::StatusOr<v1::KeyResult> MakeOf(const std::string& id, const std::vector<std::string>& ids,
                                       const std::string& combination = "SUM") {
    return Update(id, MadeOf(ids, combination), "key_result_source");
  }
  absl::StatusOr<v1::CheckIn> ReportValue(const std::string& id, double value,
                                          const std::string& more = "") {
    return Call(
        &Goals::CreateCheckIn,
        absl::StrCat("parent: '", NameOf(id), "' check_in { value: ", value, " ", more, " }"));
  }
  v1::KeyResult Get(const std::string& id) {
    const auto found = Call(&Goals::GetKeyResult, Named(NameOf(id)));
    EXPECT_THAT(found, testing::IsOk());
    return found.ok() ? *found : v1::KeyResult();
  }
  double ValueOf(const std::string& id) {
    const v1::KeyResult found = Get(id);
    EXPECT_TRUE(found.has_current_value()) << id;
    return found.current_value();
  }
  v1::Pace PaceOf(const std::string& id) {
    const auto pace = Call(&Goals::GetPace, Named(NameOf(id)));
    EXPECT_THAT(pace, testing::IsOk());
    return pace.ok() ? *pace : v1::Pace();
  }
  absl::Status DeleteObjective(const std::string& id) {
    return Call(&Goals::DeleteObjective, absl::StrCat(Named(NameOf(id)), "force: true")).status();
  }
  absl::Status ActivateIt(const std::string& id) {
    return Call(&Goals::ActivateObjective, Named(NameOf(id))).status();
  }
  absl::Status CloseIt(const std::string& id) {
    return Call(&Goals::CloseObjective, Named(NameOf(id)) + "score: 0.5 reason: 'over'").status();
  }

  // The names of the key results that a record says changed, as `a/k`, in its order.
  static std::vector<std::string> ChangedIn(const okapi::common::v1::ChangeRecord& record) {
    std::vector<std::string> ids;
    for (const auto& change : record.changes()) {
      const std::vector<std::string> parts = absl::StrSplit(change.name(), '/');
      if (parts.size() == 6 && parts[4] == "keyResults") {
        ids.push_back(absl::StrCat(parts[3], "/", parts[5]));
      }
    }
    return ids;
  }
};

}  // namespace okapi::goals
