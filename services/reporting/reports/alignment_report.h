#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/reports/okr_report.h"

namespace okapi::reporting {

// `answers` are those to a question about all objectives.
okapi::reporting::v1::AlignmentReport BuildAlignmentReport(
    const okapi::reporting::v1::GetAlignmentReportRequest& request, const GoalsAnswers& answers,
    absl::Time as_of);

// A KPI that drives several key results.
struct KpiOverlap {
  okapi::reporting::v1::Overlap overlap;
  // Those of its key results that count the same samples as another one of them.
  std::vector<std::string> same;
};

// The KPIs that drive several key results of active objectives, by name.
std::vector<KpiOverlap> OverlapsOf(const GoalsAnswers& answers);

}  // namespace okapi::reporting
