#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/storage/database.h"
#include "common/storage/key_codec.h"
#include "google/protobuf/wrappers.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_database.h"

namespace okapi::storage {
namespace {

using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using okapi::testing::TempDir;
using ::testing::HasSubstr;

constexpr Family kA{"a"};
constexpr Family kB{"b"};

absl::StatusOr<std::unique_ptr<Database>> Open(const std::string& path,
                                               std::string service = "test", int version = 1) {
  DatabaseOptions options;
  options.path = path;
  options.service = std::move(service);
  options.schema_version = version;
  return Database::Open(options, {kA, kB});
}

using State = std::map<std::pair<std::string, std::string>, std::string>;

State Dump(const Reader& reader) {
  State state;
  for (const Family& family : {kA, kB}) {
    std::string last;
    EXPECT_THAT(reader.Scan(family, {"", ""},
                            [&](absl::string_view key, absl::string_view value) {
                              EXPECT_TRUE(last.empty() || last < key);
                              last = std::string(key);
                              state[{family.name, std::string(key)}] = std::string(value);
                              return true;
                            }),
                IsOk());
  }
  return state;
}

// A value that is a message too.
std::string Value(int number) {
  google::protobuf::Int64Value message;
  message.set_value(number);
  return message.SerializeAsString();
}

// What a look-up as a message tells; nullopt where there is nothing.
std::optional<std::string> BytesOfMessage(const Reader& reader, const Family& family,
                                          const std::string& key) {
  const auto found =
      reader.FindMessage(family, key, google::protobuf::Int64Value::default_instance());
  EXPECT_THAT(found, IsOk());
  if (!found.ok() || *found == nullptr) return std::nullopt;
  return (*found)->SerializeAsString();
}

std::string KeysIn(const Reader& reader, const Family& family, const KeyRange& range) {
  std::string keys;
  EXPECT_THAT(reader.Scan(family, range,
                          [&](absl::string_view key, absl::string_view) {
                            absl::StrAppend(&keys, key, " ");
                            return true;
                          }),
              IsOk());
  return keys;
}

std::string KeysIn(const State& state, const Family& family, const KeyRange& range) {
  std::string keys;
  for (const auto& [place, value] : state) {
    const auto& [name, key] = place;
    if (name == family.name && key >= range.begin && key < range.end) {
      absl::StrAppend(&keys, key, " ");
    }
  }
  return keys;
}

// Random writes, savepoints, look-ups, scans, commits and reopenings against a std::map.
class ModelTest : public ::testing::TestWithParam<uint64_t> {};

TEST_P(ModelTest, BehavesAsAMap) {
  SCOPED_TRACE(absl::StrCat("seed ", GetParam()));
  std::mt19937_64 random(GetParam());
  TempDir dir;
  auto database = *Open(dir.path());
  State committed;
  for (int round = 0; round < 30; ++round) {
    auto group = database->BeginGroup();
    State model = committed;
    std::vector<State> savepoints;
    for (int step = 0; step < 60; ++step) {
      const Family family = random() % 2 == 0 ? kA : kB;
      const std::string key = absl::StrCat("k", random() % 25);
      switch (random() % 9) {
        case 0:
        case 1:
          group->Put(family, key, Value(step));
          model[{family.name, key}] = Value(step);
          break;
        case 2:
          group->Delete(family, key);
          model.erase({family.name, key});
          break;
        case 3: {
          auto found = group->Find(family, key);
          ASSERT_THAT(found, IsOk());
          const auto expected = model.find({family.name, key});
          ASSERT_EQ(found->has_value(), expected != model.end());
          ASSERT_EQ(BytesOfMessage(*group, family, key), *found);
          if (found->has_value()) {
            EXPECT_EQ(**found, expected->second);
          }
          break;
        }
        case 6:
        case 7: {
          // Small ranges, in which there is often nothing.
          const KeyRange range{key, absl::StrCat("k", random() % 25)};
          if (range.begin >= range.end) break;
          ASSERT_EQ(KeysIn(*group, family, range), KeysIn(model, family, range));
          break;
        }
        case 4:
          group->Savepoint();
          savepoints.push_back(model);
          break;
        case 5:
          if (savepoints.empty()) break;
          if (random() % 2 == 0) {
            group->Rollback();
            model = savepoints.back();
          } else {
            group->Release();
          }
          savepoints.pop_back();
          break;
        default:
          ASSERT_EQ(Dump(*group), model);
      }
    }
    // What is not committed is not seen by snapshots, and goes with its group.
    ASSERT_EQ(Dump(*database->Snapshot()), committed);
    if (random() % 4 != 0) {
      ASSERT_THAT(database->Write(*group), IsOk());
      committed = model;
    }
    group.reset();
    if (random() % 5 == 0) {
      database.reset();
      database = *Open(dir.path());
    }
    ASSERT_EQ(Dump(*database->Snapshot()), committed);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ModelTest, ::testing::Range<uint64_t>(1, 9));

TEST(DatabaseTest, UnindexedPutsFollowTheirSavepoint) {
  TempDir dir;
  auto database = *Open(dir.path());
  auto group = database->BeginGroup();
  group->PutUnindexed(kA, "kept", "1");
  group->Savepoint();
  group->PutUnindexed(kA, "undone", "2");
  group->Rollback();
  ASSERT_THAT(database->Write(*group), IsOk());
  EXPECT_EQ(Dump(*database->Snapshot()), (State{{{"a", "kept"}, "1"}}));
}

TEST(DatabaseTest, WhatIsRememberedIsWhatIsThere) {
  TempDir dir;
  auto database = *Open(dir.path());
  const auto found = [&](absl::string_view key) {
    return database->BeginGroup()->Find(kA, key)->value_or("nothing");
  };
  const auto write = [&](auto change) {
    auto group = database->BeginGroup();
    change(*group);
    ASSERT_THAT(database->Write(*group), IsOk());
  };
  EXPECT_EQ(found("k"), "nothing");
  write([](WriteGroup& group) { group.PutUnindexed(kA, "k", "1"); });
  EXPECT_EQ(found("k"), "1");
  write([](WriteGroup& group) { group.Put(kA, "k", "2"); });
  EXPECT_EQ(found("k"), "2");
  write([](WriteGroup& group) { group.DeleteRangeUnindexed(kA, {"j", "l"}); });
  EXPECT_EQ(found("k"), "nothing");
  write([](WriteGroup& group) { group.Put(kA, "k", std::string(10000, 'x')); });
  EXPECT_EQ(found("k").size(), 10000u);
  write([](WriteGroup& group) { group.Delete(kA, "k"); });
  EXPECT_EQ(found("k"), "nothing");
  // What was not written is not remembered either.
  database->BeginGroup()->Put(kA, "k", "3");
  EXPECT_EQ(found("k"), "nothing");
  // More than there is room for.
  for (int i = 0; i < 30; ++i) {
    write([i](WriteGroup& group) {
      for (int j = 0; j < 100; ++j)
        group.Put(kA, absl::StrCat(i * 100 + j), std::string(4000, 'y'));
    });
  }
  EXPECT_EQ(found("0").size(), 4000u);
  EXPECT_EQ(found("2999").size(), 4000u);
}

TEST(DatabaseTest, WhatIsKnownToBeEmptyIsOnlyWhatIsEmpty) {
  TempDir dir;
  auto database = *Open(dir.path());
  const KeyRange all{"k0", "k9"};
  const auto keys = [&] { return KeysIn(*database->BeginGroup(), kA, all); };
  const auto write = [&](auto change) {
    auto group = database->BeginGroup();
    change(*group);
    ASSERT_THAT(database->Write(*group), IsOk());
  };
  EXPECT_EQ(keys(), "");
  EXPECT_EQ(keys(), "");
  write([](WriteGroup& group) { group.PutUnindexed(kA, "k3", "1"); });
  EXPECT_EQ(keys(), "k3 ");
  EXPECT_EQ(**database->BeginGroup()->Find(kA, "k3"), "1");
  write([](WriteGroup& group) { group.Delete(kA, "k3"); });
  EXPECT_EQ(keys(), "");
  write([](WriteGroup& group) { group.Put(kA, "k5", std::string(10000, 'x')); });
  EXPECT_EQ(keys(), "k5 ");
  // Behind the highest key there is nothing, before it there may be something.
  EXPECT_EQ(KeysIn(*database->BeginGroup(), kA, {"k6", "k9"}), "");
  write([](WriteGroup& group) {
    group.Put(kA, "k7", "1");
    group.Put(kA, "k6", "1");
  });
  EXPECT_EQ(keys(), "k5 k6 k7 ");
}

TEST(DatabaseTest, ValuesAreParsedAsWhatIsAskedFor) {
  TempDir dir;
  auto database = *Open(dir.path());
  auto group = database->BeginGroup();
  group->Put(kA, "number", Value(7));
  group->Put(kA, "nonsense", "\xff");
  ASSERT_THAT(database->Write(*group), IsOk());
  const auto find = [&](absl::string_view key, const google::protobuf::MessageLite& prototype) {
    return group->FindMessage(kA, key, prototype);
  };
  const auto& as_int64 = google::protobuf::Int64Value::default_instance();
  const auto first = find("number", as_int64);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(*find("number", as_int64), *first) << "parsed once";
  const auto other = find("number", google::protobuf::Int32Value::default_instance());
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ((*other)->GetTypeName(), "google.protobuf.Int32Value");
  EXPECT_THAT(find("nonsense", as_int64), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(*find("nothing", as_int64), nullptr);
}

TEST(DatabaseTest, SnapshotsStandStill) {
  TempDir dir;
  auto database = *Open(dir.path());
  auto before = database->Snapshot();
  auto group = database->BeginGroup();
  group->Put(kA, "k", "v");
  ASSERT_THAT(database->Write(*group), IsOk());
  EXPECT_THAT(Dump(*before), ::testing::IsEmpty());
  EXPECT_EQ(Dump(*database->Snapshot()).size(), 1u);
}

TEST(DatabaseTest, ScansKeepWithinTheirRange) {
  TempDir dir;
  auto database = *Open(dir.path());
  auto group = database->BeginGroup();
  for (const char* key : {"a", "b", "ba", "bb", "c"}) group->Put(kA, key, key);
  auto keys = [&](const KeyRange& range) {
    std::string found;
    EXPECT_THAT(group->Scan(kA, range,
                            [&](absl::string_view key, absl::string_view) {
                              absl::StrAppend(&found, key, " ");
                              return true;
                            }),
                IsOk());
    return found;
  };
  EXPECT_EQ(keys(KeyRange::Prefix("b")), "b ba bb ");
  EXPECT_EQ(keys(KeyRange::Prefix("b").After("ba")), "bb ");
  EXPECT_EQ(keys(KeyRange::Prefix("").After("bb")), "c ");
  EXPECT_EQ(keys({"ba", "c"}), "ba bb ");
}

TEST(DatabaseTest, RefusesAnothersData) {
  TempDir dir;
  { ASSERT_THAT(Open(dir.path(), "goals", 2), IsOk()); }
  auto other = Open(dir.path(), "metrics", 2);
  EXPECT_THAT(other, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(other.status().message()), HasSubstr("goals"));
  auto older = Open(dir.path(), "goals", 1);
  EXPECT_THAT(older, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(older.status().message()), HasSubstr("newer"));
  EXPECT_THAT(Open(dir.path(), "goals", 3), IsOk());
}

TEST(DatabaseTest, RefusesADirectoryInUse) {
  TempDir dir;
  auto first = Open(dir.path());
  ASSERT_THAT(first, IsOk());
  auto second = Open(dir.path());
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("in use"));
}

TEST(DatabaseTest, RefusesAPathThatCannotBeADirectory) {
  TempDir dir;
  std::ofstream(dir.path() + "/file") << "x";
  EXPECT_THAT(Open(dir.path() + "/file"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(DatabaseTest, IsReadableByItsOwnerOnly) {
  TempDir dir;
  auto database = Open(dir.path() + "/deep/data");
  ASSERT_THAT(database, IsOk());
  EXPECT_EQ(std::filesystem::status(dir.path() + "/deep/data").permissions(),
            std::filesystem::perms::owner_all);
}

// The log of a process that was killed may end in the middle of a record; damage before its end is
// another matter.
std::string LogOf(const std::string& path) {
  std::string log;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    if (entry.path().extension() == ".log" && std::filesystem::file_size(entry) > 0)
      log = entry.path();
  }
  return log;
}

// A database with ten writes in its log, copied while open, as a crash would leave it.
std::string CrashedCopy(const TempDir& dir) {
  auto database = *Open(dir.path() + "/live");
  for (int i = 0; i < 10; ++i) {
    auto group = database->BeginGroup();
    group->Put(kA, absl::StrCat("k", i), std::string(1000, 'v'));
    EXPECT_THAT(database->Write(*group), IsOk());
  }
  std::filesystem::copy(dir.path() + "/live", dir.path() + "/crashed");
  std::filesystem::remove(dir.path() + "/crashed/LOCK");
  return dir.path() + "/crashed";
}

TEST(DatabaseTest, ATornTailLosesTheLastWriteOnly) {
  TempDir dir;
  const std::string path = CrashedCopy(dir);
  const std::string log = LogOf(path);
  std::filesystem::resize_file(log, std::filesystem::file_size(log) - 100);
  auto database = Open(path);
  ASSERT_THAT(database, IsOk());
  EXPECT_EQ(Dump(*(*database)->Snapshot()).size(), 9u);
}

TEST(DatabaseTest, DamageBeforeTheTailIsReportedNotSkipped) {
  TempDir dir;
  const std::string path = CrashedCopy(dir);
  const std::string log = LogOf(path);
  std::fstream file(log, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(log) / 2));
  file << "damage";
  file.close();
  EXPECT_THAT(Open(path), StatusIs(absl::StatusCode::kDataLoss));
}

// Tuples of every kind of field, in random order of interesting values.
struct Tuple {
  std::string bytes;
  uint64_t u64;
  int64_t i64;
  double f64;

  std::string Encode() const {
    return KeyWriter().Bytes(bytes).U64(u64).I64(i64).F64(f64).Finish();
  }
  auto Key() const { return std::tie(bytes, u64, i64, f64); }
};

Tuple RandomTuple(std::mt19937_64& random) {
  static const std::vector<std::string> kTexts = {"",
                                                  "a",
                                                  "ab",
                                                  "b",
                                                  std::string(1, '\0'),
                                                  std::string("a\0", 2),
                                                  std::string("a\0b", 3),
                                                  "\xff",
                                                  "\x01",
                                                  std::string("\0\xff", 2),
                                                  std::string("\0\x01", 2)};
  static const std::vector<int64_t> kNumbers = {
      0, 1, -1, 255, 256, std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
  static const std::vector<double> kDoubles = {0,
                                               -0.0,
                                               1,
                                               -1,
                                               1e-310,
                                               -1e-310,
                                               1e300,
                                               -1e300,
                                               std::numeric_limits<double>::infinity(),
                                               -std::numeric_limits<double>::infinity(),
                                               0.1,
                                               -0.1};
  return {kTexts[random() % kTexts.size()],
          static_cast<uint64_t>(kNumbers[random() % kNumbers.size()]),
          kNumbers[random() % kNumbers.size()], kDoubles[random() % kDoubles.size()]};
}

TEST(KeyCodecTest, TheOrderOfTheBytesIsTheOrderOfTheTuples) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 200'000; ++i) {
    const Tuple a = RandomTuple(random);
    const Tuple b = RandomTuple(random);
    ASSERT_EQ(a.Encode() < b.Encode(), a.Key() < b.Key()) << i;
    ASSERT_EQ(a.Encode() == b.Encode(), a.Key() == b.Key()) << i;
  }
}

TEST(KeyCodecTest, ComesBack) {
  std::mt19937_64 random(8);
  for (int i = 0; i < 10'000; ++i) {
    const Tuple in = RandomTuple(random);
    Tuple out;
    uint64_t descending = 0;
    const std::string key = KeyWriter().DescU64(in.u64).Finish() + in.Encode();
    KeyReader reader(key);
    ASSERT_TRUE(reader.DescU64(&descending) && reader.Bytes(&out.bytes) && reader.U64(&out.u64) &&
                reader.I64(&out.i64) && reader.F64(&out.f64));
    EXPECT_THAT(reader.Done(), IsOk());
    EXPECT_EQ(in.Key(), out.Key());
    EXPECT_EQ(descending, in.u64);
  }
}

TEST(KeyCodecTest, EveryCutIsNoticed) {
  const std::string key = KeyWriter().Bytes(std::string("a\0b", 3)).U64(5).Finish();
  for (size_t length = 0; length < key.size(); ++length) {
    const std::string cut = key.substr(0, length);
    KeyReader reader(cut);
    std::string bytes;
    uint64_t number;
    EXPECT_FALSE(reader.Bytes(&bytes) && reader.U64(&number)) << length;
    EXPECT_THAT(reader.Done(), StatusIs(absl::StatusCode::kDataLoss));
  }
  KeyReader reader(key);
  std::string bytes;
  ASSERT_TRUE(reader.Bytes(&bytes));
  EXPECT_THAT(reader.Done(), StatusIs(absl::StatusCode::kDataLoss)) << "bytes left over";
}

TEST(KeyCodecTest, DescendingNumbersSortBackwards) {
  EXPECT_LT(KeyWriter().DescU64(2).Finish(), KeyWriter().DescU64(1).Finish());
}

TEST(KeyCodecTest, ThePrefixEndIsTheNextKeyThatIsNoLongerUnderIt) {
  EXPECT_EQ(PrefixEnd("ab"), "ac");
  EXPECT_EQ(PrefixEnd("a\xff"), "b");
  EXPECT_EQ(PrefixEnd("\xff\xff"), "");
  EXPECT_EQ(PrefixEnd(""), "");
}

}  // namespace
}  // namespace okapi::storage
