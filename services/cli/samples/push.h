#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "grpcpp/channel.h"
#include "services/cli/samples/push_summary.h"
#include "services/cli/samples/sample_file_mapping.h"
#include "services/cli/terminal/progress.h"

namespace okapi::cli {

// A file to be pushed.
struct PushOptions {
  std::string path;  // `-` is standard input.
  SampleMappingFlags mapping;
  std::string parent;  // `organizations/{organization}`.
  // What the stream's name begins with; `file` if empty. A hash of the file's contents and mapping
  // follows, so that other data under the same name are another stream.
  std::string stream;
  // How long to go on while the server takes nothing; zero gives up at the first break.
  absl::Duration retry = absl::Seconds(60);
  ProgressStyle progress = ProgressStyle::kNone;
};

// What came of it.
struct PushResult {
  absl::Status status;
  // If not OK, whether that is for the mapping or the file.
  bool wrong_input = false;
  // Whether anything was tried; the summary tells how far it came.
  bool begun = false;
  PushSummary summary;
};

// Sends the samples of a file to okapi-metrics, each exactly once however often the connection, the
// server or this program breaks, as long as the file is pushed to the end under the same stream.
// Progress goes to `progress_out`. INVALID_ARGUMENT, NOT_FOUND and the like before anything was
// sent if mapping or file are wrong; UNAVAILABLE if the server could not be reached for `retry`.
PushResult Push(const PushOptions& options, const std::shared_ptr<grpc::Channel>& metrics,
                const base::Clock& clock, std::FILE* progress_out);

}  // namespace okapi::cli
