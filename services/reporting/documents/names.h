#pragma once

#include <map>
#include <string>

#include "okapi/reporting/v1/kpi_report.pb.h"
#include "okapi/reporting/v1/resources.pb.h"
#include "okapi/reporting/v1/review_pack.pb.h"

namespace okapi::reporting::documents {

// What people call the resources that reports name, by resource name. A report that brings names
// along is believed before these: it says what things were called when it was made.
using Names = std::map<std::string, std::string>;

// What the report calls what is in it, before what is known of it otherwise. A report from before
// it had names, as in an old snapshot, adds none.
Names NamesIn(const okapi::reporting::v1::OkrReport& report, Names names);
Names NamesIn(const okapi::reporting::v1::KpiReport& report, Names names);
Names NamesIn(const okapi::reporting::v1::ReviewPack& report, Names names);

// Its display name; the ids of one that is not known. Empty for nobody.
std::string Called(const std::string& name, const Names& names);
// What a step of a scale is called: its id where it has no words.
std::string Called(const okapi::goals::v1::ScaleStep& step);
// "Grow – Revenue", of what belongs to an objective; else its own words.
std::string Within(const std::string& objective, const std::string& words);
// "An · Sales", of a number that is somebody's and some team's.
std::string Whose(const std::string& owner, const std::string& team, const Names& names);

}  // namespace okapi::reporting::documents
