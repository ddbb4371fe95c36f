#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/cli/session/connection.h"

namespace okapi::cli {

// An organization as a company file: everything that `apply` takes, in a fixed order, so that
// applying it to empty services and exporting it again gives the same bytes. With
// `definitions_only` without what happened: reports, comments, grades, sign-offs, verdicts, times,
// states that are over. Samples are never a part of it (export_samples.h).
//
// What can be read as of a time is read as of `read_time`, if there is one, so that all of it is of
// one state whoever writes meanwhile; the rest is as it is when it is read. It begins anew when
// somebody deletes what it is about to read; ABORTED when that goes on.
absl::StatusOr<std::string> ExportCompany(absl::string_view organization, bool definitions_only,
                                          const google::protobuf::Timestamp* read_time,
                                          const Caller& call);

}  // namespace okapi::cli
