// Bytes per sample, and samples encoded and decoded per second: our chunks against Gorilla and
// against delta of delta through zstd. README.md says how to read it.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/metrics/chunks/chunk_codec.h"
#include "tests/bench/codec_contenders.h"
#include "tests/bench/codec_series.h"

ABSL_FLAG(std::string, source, ".", "the checkout, whose tests/e2e/data is read");
ABSL_FLAG(std::string, vega, "build/bench-data/node_modules/vega-datasets/data",
          "folder `data` of npm's package vega-datasets; left out where it is not");
ABSL_FLAG(size_t, chunk, 1024, "samples in a chunk");
ABSL_FLAG(int, runs, 5, "runs of each contender and case; medians are reported");
ABSL_FLAG(double, seconds, 0.02, "length of one run at least");

namespace okapi::bench {
namespace {

using metrics::Sample;
using Chunks = std::vector<absl::Span<const Sample>>;

struct Contender {
  const char* name;
  std::string (*encode)(absl::Span<const Sample>);
  void (*decode)(absl::string_view, std::vector<Sample>&);
};

constexpr Contender kContenders[] = {
    {"okapi", metrics::EncodeChunk,
     [](absl::string_view bytes, std::vector<Sample>& samples) {
       if (!metrics::DecodeChunk(bytes, samples).ok()) std::abort();
     }},
    {"gorilla", EncodeGorilla, DecodeGorilla},
    {"delta_zstd", EncodeDeltaZstd, DecodeDeltaZstd},
};
constexpr size_t kContenderCount = std::size(kContenders);

Chunks ChunksOf(const CodecCase& each, size_t size) {
  Chunks chunks;
  for (absl::Span<const Sample> rest : each.series) {
    for (; !rest.empty(); rest.remove_prefix(std::min(size, rest.size()))) {
      chunks.push_back(rest.subspan(0, size));
    }
  }
  return chunks;
}

struct Result {
  double bytes = 0;        // Per sample.
  double encode_rate = 0;  // Million samples per second.
  double decode_rate = 0;
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Million samples per second of a function that goes through all of so many.
template <typename Function>
double RateOf(size_t samples, Function function) {
  using SteadyClock = std::chrono::steady_clock;
  const auto start = SteadyClock::now();
  double seconds = 0;
  size_t done = 0;
  while (seconds < absl::GetFlag(FLAGS_seconds)) {
    function();
    done += samples;
    seconds = std::chrono::duration<double>(SteadyClock::now() - start).count();
  }
  return static_cast<double>(done) / seconds / 1e6;
}

// Encoded and decoded once, to compare; then one run of each.
class Measurement {
 public:
  Measurement(const Contender& contender, const Chunks& chunks)
      : contender_(contender), chunks_(chunks) {
    for (const auto& chunk : chunks) {
      encoded_.push_back(contender.encode(chunk));
      bytes_ += encoded_.back().size();
      samples_ += chunk.size();
      std::vector<Sample> decoded;
      contender.decode(encoded_.back(), decoded);
      if (decoded.size() != chunk.size() ||
          std::memcmp(decoded.data(), chunk.data(), chunk.size() * sizeof(Sample)) != 0) {
        std::fprintf(stderr, "okapi-bench-codec: %s lost something\n", contender.name);
        std::exit(1);
      }
    }
  }

  void Run() {
    encode_.push_back(RateOf(samples_, [this] {
      for (size_t i = 0; i < chunks_.size(); ++i) encoded_[i] = contender_.encode(chunks_[i]);
    }));
    std::vector<Sample> decoded;
    decode_.push_back(RateOf(samples_, [&] {
      for (const std::string& bytes : encoded_) {
        decoded.clear();
        contender_.decode(bytes, decoded);
      }
    }));
  }

  Result Summary() const {
    return {static_cast<double>(bytes_) / static_cast<double>(samples_), Median(encode_),
            Median(decode_)};
  }

 private:
  const Contender& contender_;
  const Chunks& chunks_;
  std::vector<std::string> encoded_;
  size_t bytes_ = 0;
  size_t samples_ = 0;
  std::vector<double> encode_;
  std::vector<double> decode_;
};

std::vector<Result> Measure(const CodecCase& each) {
  const Chunks chunks = ChunksOf(each, absl::GetFlag(FLAGS_chunk));
  std::vector<Measurement> measurements;
  for (const Contender& contender : kContenders) measurements.emplace_back(contender, chunks);
  for (int run = 0; run < absl::GetFlag(FLAGS_runs); ++run) {
    for (Measurement& measurement : measurements) measurement.Run();
  }
  std::vector<Result> results;
  for (const Measurement& measurement : measurements) results.push_back(measurement.Summary());
  return results;
}

std::string Json(const std::map<std::string, double>& numbers) {
  return absl::StrJoin(numbers, ", ", [](std::string* out, const auto& number) {
    absl::StrAppend(out, "\"", number.first, "\": ", absl::StrFormat("%.3g", number.second));
  });
}

// Each case counts the same, however many samples it has.
void PrintSummary(const std::vector<std::vector<Result>>& all) {
  Result means[kContenderCount];
  for (const auto& results : all) {
    for (size_t i = 0; i < kContenderCount; ++i) {
      const auto cases = static_cast<double>(all.size());
      means[i].bytes += results[i].bytes / cases;
      means[i].encode_rate += 1 / results[i].encode_rate / cases;
      means[i].decode_rate += 1 / results[i].decode_rate / cases;
    }
  }
  std::map<std::string, double> figures;
  std::map<std::string, double> ratios;
  for (size_t i = 0; i < kContenderCount; ++i) {
    const std::string name = kContenders[i].name;
    figures[name + "_bytes"] = means[i].bytes;
    figures[name + "_encode"] = 1 / means[i].encode_rate;
    figures[name + "_decode"] = 1 / means[i].decode_rate;
    if (i == 0) continue;
    ratios["bytes_vs_" + name] = means[0].bytes / means[i].bytes;
    ratios["encode_vs_" + name] = means[i].encode_rate / means[0].encode_rate;
    ratios["decode_vs_" + name] = means[i].decode_rate / means[0].decode_rate;
  }
  absl::PrintF(R"({"bench": "codec", "figures": {%s}, "ratios": {%s}})"
               "\n",
               Json(figures), Json(ratios));
}

void Run() {
  std::vector<CodecCase> cases = ComputedCases();
  for (CodecCase& real : RealCases(absl::GetFlag(FLAGS_source), absl::GetFlag(FLAGS_vega))) {
    cases.push_back(std::move(real));
  }
  absl::PrintF("%-35s", "bytes | encode | decode M samples/s");
  for (const Contender& contender : kContenders) absl::PrintF(" %21s", contender.name);
  absl::PrintF("\n");
  std::vector<std::vector<Result>> all;
  for (const CodecCase& each : cases) {
    all.push_back(Measure(each));
    absl::PrintF("%-35s", each.name);
    for (const Result& result : all.back()) {
      absl::PrintF("  %6.2f %6.0f %6.0f", result.bytes, result.encode_rate, result.decode_rate);
    }
    absl::PrintF("\n");
  }
  PrintSummary(all);
}

}  // namespace
}  // namespace okapi::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  okapi::bench::Run();
}
