// The sample company is what people copy from.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "services/cli/company/company_file.h"

namespace okapi::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::string ReadSample() {
  const char* source = std::getenv("OKAPI_SOURCE");  // Set by ctest.
  EXPECT_NE(source, nullptr);
  std::ifstream in(std::string(source == nullptr ? "." : source) + "/deploy/sample/company.yaml");
  EXPECT_TRUE(in.is_open());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(CompanyFileSampleTest, IsWithoutErrorsAndComplete) {
  YamlErrors errors("company.yaml");
  const auto declared = ReadCompanyFile(ReadSample(), errors);
  ASSERT_THAT(errors.errors(), IsEmpty());
  std::map<std::string, int> counts;
  for (const DeclaredResource& each : declared) {
    ++counts[each.kind->plural];
    EXPECT_THAT(each.missing, IsEmpty()) << each.place;
    // Cycles and objectives are in use, not drafts.
    EXPECT_EQ(each.state == "ACTIVE", each.kind->activate != nullptr) << each.place;
  }
  EXPECT_THAT(counts, ElementsAre(Pair("cycles", 5), Pair("initiatives", 4), Pair("key-results", 6),
                                  Pair("kpi-comments", 1), Pair("kpis", 8), Pair("members", 14),
                                  Pair("objectives", 2), Pair("organizations", 1),
                                  Pair("settings", 1), Pair("teams", 8)));
}

TEST(CompanyFileSampleTest, RefersOnlyToWhatIsDeclaredBefore) {
  YamlErrors errors("company.yaml");
  std::set<std::string> declared_before;
  for (const DeclaredResource& each : ReadCompanyFile(ReadSample(), errors)) {
    for (const std::string& name : each.references) {
      EXPECT_EQ(declared_before.count(name), 1) << each.place << ": " << name;
    }
    declared_before.insert(each.name);
  }
}

}  // namespace
}  // namespace okapi::cli
