#include <string>

#include "common/api/resource_name.h"
#include "okapi/goals/v1/resources.pb.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/text_input.h"

// Any text as a resource name: it either matches and is what its ids format to, or is refused.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using okapi::fuzz::Expect;
  const std::string name = okapi::fuzz::TextOf(data, size);
  const std::string organization = okapi::api::OrganizationOf(name);
  Expect(absl::string_view(name).substr(0, organization.size()) == organization,
         "the organization is the beginning of the name");
  for (const auto* pattern : {&okapi::api::PatternOf<okapi::goals::v1::KeyResult>(),
                              &okapi::api::PatternOf<okapi::goals::v1::Team>()}) {
    const auto ids = pattern->Match(name);
    if (ids.ok()) {
      Expect(ids->size() == pattern->size(), "one id per variable");
      Expect(pattern->Format(*ids) == name, "a name is what its ids format to");
      Expect(okapi::api::LooksLikeName(name), "a name looks like a name");
      Expect(!organization.empty(), "a name has an organization");
      for (const std::string& id : *ids) {
        Expect(okapi::api::CheckId(id, "id").ok(), "ids are well formed");
      }
    }
    const auto loose = pattern->Match(name, "parent", /*wildcards=*/true);
    Expect(loose.ok() || !ids.ok(), "with wildcards no less matches");
  }
  return 0;
}
