// Stands in for libFuzzer in the normal suite: feeds a target every file of its corpus, and as many
// seeded mutations of them as it is told. The same inputs on every machine.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr uint64_t kSeed = 1;

void Feed(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

void Mutate(std::string& input, const std::string& other, std::mt19937_64& random) {
  const size_t at = random() % (input.size() + 1);
  switch (random() % 5) {
    case 0:
      input.insert(at, 1, static_cast<char>(random() % 256));
      break;
    case 1:
      if (at < input.size()) input.erase(at, 1 + random() % 4);
      break;
    case 2:
      if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << random() % 8));
      break;
    case 3:  // The beginning of one and the end of another.
      input = input.substr(0, at) + other.substr(std::min(at, other.size()));
      break;
    default:
      if (at < input.size()) input[at] = "0123456789-/\x01\xff\0"[random() % 15];
  }
}

std::vector<std::string> ReadCorpus(const char* folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry);
  std::sort(files.begin(), files.end());
  std::vector<std::string> corpus;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return corpus;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> corpus =
      argc == 3 ? ReadCorpus(argv[1]) : std::vector<std::string>();
  const int mutations = argc == 3 ? std::atoi(argv[2]) : 0;
  if (corpus.empty() || mutations <= 0) {
    std::fprintf(stderr,
                 "usage: %s CORPUS RUNS: a folder with at least one file, how many mutations\n",
                 argv[0]);
    return 2;
  }
  std::printf("%zu inputs, %d mutations with seed %d\n", corpus.size(), mutations,
              static_cast<int>(kSeed));
  Feed("");
  for (const std::string& input : corpus) Feed(input);
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < mutations; ++i) {
    std::string input = corpus[random() % corpus.size()];
    for (uint64_t left = 1 + random() % 4; left > 0; --left) {
      Mutate(input, corpus[random() % corpus.size()], random);
    }
    Feed(input);
  }
}
