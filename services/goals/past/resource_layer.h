#pragma once

#include <string>

#include "absl/status/status.h"
#include "common/storage/overlay.h"
#include "common/storage/reader.h"
#include "okapi/common/v1/change.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Lays changes of goals over a state, backwards or forwards. Change records have resources as they
// are shown: what is computed when read is left out again, what is known about a key result goes
// back to its record, and what is kept beside a resource follows.
//
// Who may not see a private objective in the state below does not see it in what lies above either,
// and the other way round: what is private on either side is seen by whoever sees both. Nor does
// anybody see more by what he is allowed to see in only one of them.
class ResourceLayer {
 public:
  // `below` is a whole state. Both must outlive this.
  ResourceLayer(const GoalsStore& store, const storage::Reader& below, storage::Overlay& overlay)
      : store_(store), below_(below), overlay_(overlay) {}

  // Takes a change back that `below` has in it. The first of a resource says what it was; later
  // ones only who may see it.
  absl::Status Undo(const okapi::common::v1::ResourceChange& change);
  // Makes a change that `below` has not; of a resource the last one holds.
  absl::Status Redo(const okapi::common::v1::ResourceChange& change);

 private:
  // What to lay in place of a resource; nullptr: nothing.
  using Side = const google::protobuf::Any*;

  template <typename Visit>
  absl::Status WithCollectionOf(const std::string& name, Visit visit);
  template <typename R>
  absl::Status Lay(const api::Collection<R>& collection, const std::string& name, Side side);
  // What is kept beside a resource, or has to be left out of it. nullptr: there is none.
  absl::Status Beside(const std::string& name, okapi::goals::v1::Objective* laid);
  absl::Status Beside(const std::string& name, okapi::goals::v1::KeyResult* laid);
  absl::Status Beside(const std::string& name, okapi::goals::v1::Member* laid);
  template <typename R>
  absl::Status Beside(const std::string&, R*) {
    return absl::OkStatus();
  }
  absl::Status LayAudience(const okapi::goals::v1::Objective& laid);
  // Leaves of those who see a laid objective those that the audience names too.
  absl::Status Narrow(const std::string& name, const okapi::common::v1::Audience& audience);
  // What a KPI or others said about a key result until then, as far as it is known yet: the days
  // that are kept, if they are of the same source, with the value of then as the one of its day.
  absl::Status LayPoints(const okapi::goals::v1::KeyResult& shown);
  // Who sees what was laid before, after another change below.
  template <typename R>
  absl::Status Recheck(const api::Collection<R>& collection, const std::string& key,
                       const std::string& bytes);

  const GoalsStore& store_;
  const storage::Reader& below_;
  storage::Overlay& overlay_;
};

}  // namespace okapi::goals
