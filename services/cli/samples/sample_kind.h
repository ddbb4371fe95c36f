#pragma once

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "okapi/metrics/v1/samples.pb.h"

namespace okapi::cli {

// A kind of samples as flags and files spell it: `gauge`, `delta`, `cumulative`.
inline std::string SampleKindText(okapi::metrics::v1::SampleKind kind) {
  return absl::AsciiStrToLower(okapi::metrics::v1::SampleKind_Name(kind));
}

// The same read back; unspecified if it is none.
inline okapi::metrics::v1::SampleKind ParseSampleKind(absl::string_view text) {
  using okapi::metrics::v1::SampleKind;
  for (const SampleKind kind : {SampleKind::GAUGE, SampleKind::DELTA, SampleKind::CUMULATIVE}) {
    if (SampleKindText(kind) == text) return kind;
  }
  return SampleKind::SAMPLE_KIND_UNSPECIFIED;
}

}  // namespace okapi::cli
