#include "services/metrics/chunks/chunk_codec.h"

#include <gmock/gmock.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace okapi::metrics {
namespace {

void ExpectRoundTrip(const std::vector<Sample>& samples) {
  std::vector<Sample> decoded;
  ASSERT_TRUE(DecodeChunk(EncodeChunk(samples), decoded).ok());
  ASSERT_EQ(decoded.size(), samples.size());
  for (size_t i = 0; i < samples.size(); ++i) {
    ASSERT_EQ(decoded[i].time_us, samples[i].time_us) << "at " << i;
    ASSERT_EQ(std::bit_cast<uint64_t>(decoded[i].value), std::bit_cast<uint64_t>(samples[i].value))
        << "at " << i << ": " << samples[i].value;
  }
}

std::vector<Sample> Every(int64_t step, const std::vector<double>& values) {
  std::vector<Sample> samples;
  int64_t time = 1'700'000'000'000'000;
  for (const double value : values) samples.push_back({time += step, value});
  return samples;
}

TEST(ChunkCodecTest, EveryDoubleComesBack) {
  const double inf = std::numeric_limits<double>::infinity();
  ExpectRoundTrip(Every(1, {0.0, -0.0, inf, -inf, std::nan(""), std::nan("7"), 5e-324, -5e-324,
                            std::numeric_limits<double>::max(), 9007199254740993.0, 1e300, 0.1,
                            0.1 + 0.2, 123456.78, -99.99, 1e15, 1e16, 0.000001}));
}

TEST(ChunkCodecTest, EveryTimeComesBack) {
  ExpectRoundTrip({{0, 1}});
  ExpectRoundTrip({{std::numeric_limits<int64_t>::max(), 1}});
  ExpectRoundTrip({{5, 1}, {5, 2}, {5, 3}});
  ExpectRoundTrip({{0, 1}, {1, 1}, {std::numeric_limits<int64_t>::max(), 1}});
}

TEST(ChunkCodecTest, RegularDecimalsAreSmall) {
  std::vector<double> money;
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) money.push_back(static_cast<double>(random() % 100'000) / 100);
  const std::vector<Sample> samples = Every(60'000'000, money);
  ExpectRoundTrip(samples);
  EXPECT_LT(EncodeChunk(samples).size(), samples.size() * 17 / 8 + 40);  // 17 bits hold 100,000.
  const std::vector<Sample> flat = Every(60'000'000, std::vector<double>(2000, 12.5));
  EXPECT_LT(EncodeChunk(flat).size(), 40);
}

TEST(ChunkCodecTest, ValuesThatSeldomChangeCostAlmostNothing) {
  std::vector<double> prices;
  for (int i = 0; i < 2000; ++i) prices.push_back(static_cast<double>(i / 100) * 1.25 + 0.1);
  prices[1999] = -0.0;
  const std::vector<Sample> samples = Every(60'000'000, prices);
  ExpectRoundTrip(samples);
  EXPECT_LT(EncodeChunk(samples).size(), 120);
}

TEST(ChunkCodecTest, AnyShapeComesBack) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const size_t count = 1 + random() % 3000;
    const auto shape = random() % 6;
    const int64_t unit = random() % 2 == 0 ? 1'000'000 : 1;
    std::vector<Sample> samples;
    auto time = static_cast<int64_t>(random() % 1'000'000'000'000);
    double walk = 0;
    for (size_t i = 0; i < count; ++i) {
      time += unit * static_cast<int64_t>(random() % (random() % 50 == 0 ? 1'000'000 : 3));
      const auto noise = static_cast<double>(random() % 1000);
      walk += noise - 500;
      const double values[] = {noise,
                               noise / 100,
                               walk / 1000,
                               std::sqrt(noise) * walk,
                               std::bit_cast<double>(random()),
                               noise > 990 ? 1e9 / 3 : 7};
      samples.push_back({time, values[shape]});
    }
    ExpectRoundTrip(samples);
    if (HasFailure()) return;
  }
}

TEST(ChunkCodecTest, DamagedBytesAreAnErrorOrSomeSamplesButNeverMore) {
  std::mt19937 random(7);
  std::vector<std::string> chunks = {EncodeChunk(Every(60, {1, 2, 3.5, 1e300, 4}))};
  std::vector<double> noise;
  for (int i = 0; i < 50; ++i) noise.push_back(std::sqrt(static_cast<double>(random())));
  chunks.push_back(EncodeChunk(Every(7, noise)));
  chunks.push_back(EncodeChunk(Every(7, {5, 5, 5, 5, 5, 5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5})));
  for (const std::string& chunk : chunks) {
    for (size_t size = 0; size < chunk.size(); ++size) {
      std::vector<Sample> samples;
      EXPECT_FALSE(DecodeChunk(absl::string_view(chunk).substr(0, size), samples).ok()) << size;
      EXPECT_TRUE(samples.empty());
    }
    for (size_t bit = 0; bit < chunk.size() * 8; ++bit) {
      std::string damaged = chunk;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
      std::vector<Sample> samples;
      (void)DecodeChunk(damaged, samples);
      EXPECT_LE(samples.size(), kChunkSamplesMax);
    }
  }
}

}  // namespace
}  // namespace okapi::metrics
