#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <string>
#include <vector>

#include "okapi/reporting/v1/report.pb.h"
#include "services/reporting/documents/document.h"
#include "services/reporting/documents/names.h"

// The reports as sections of documents, each adding its own.
namespace okapi::reporting::documents {

void AddScorecard(const okapi::reporting::v1::Scorecard& scorecard, const Names& names,
                  Document& document);
// Its changes, forecasts, coverage and last samples, if they were asked for.
void AddDetails(const okapi::reporting::v1::Scorecard& scorecard, Document& document);
void AddOkrReport(const okapi::reporting::v1::OkrReport& report, const Names& names,
                  Document& document);
void AddKpiReport(const okapi::reporting::v1::KpiReport& report, const Names& names,
                  Document& document);
void AddAlignment(const okapi::reporting::v1::AlignmentReport& report, Document& document);
void AddInsights(const okapi::reporting::v1::CombinedReport& report, Document& document);
void AddReview(const okapi::reporting::v1::ReviewPack& pack, const Names& names,
               Document& document);

// What they have in common.
Cell Text(std::string text, Tone tone = Tone::kPlain);
Cell StatusCell(okapi::common::v1::Status status, const std::string& language);
// `2025-12-31 16:59 UTC`.
std::string TimeText(const google::protobuf::Timestamp& time);
// `2025-12-31 23:59 +07:00`, in a zone such as `Asia/Ho_Chi_Minh`; in UTC where that is not known.
std::string TimeIn(const std::string& zone, const google::protobuf::Timestamp& time);
// The last id of a name; what stands above it too for what lies in an objective: `grow/revenue`.
std::string ShortName(const std::string& name);

}  // namespace okapi::reporting::documents
