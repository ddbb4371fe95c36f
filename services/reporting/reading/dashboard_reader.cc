#include "services/reporting/reading/dashboard_reader.h"

#include <string>
#include <utility>

#include "common/api/timestamp.h"
#include "services/reporting/reading/report_questions.h"

namespace okapi::reporting {

using okapi::reporting::v1::Dashboard;
using okapi::reporting::v1::DashboardContent;
using okapi::reporting::v1::Widget;

namespace {

// What is not there by then is said to have taken too long: a dashboard is better late than never,
// but not very late.
constexpr absl::Duration kPatience = absl::Seconds(10);

}  // namespace

DashboardContent ReadDashboardContent(const Neighbours& neighbours, const ReportingStore& store,
                                      const Dashboard& dashboard) {
  DashboardContent content;
  *content.mutable_dashboard() = dashboard;
  const absl::Time begin = neighbours.runtime.clock.Now();
  *content.mutable_as_of_time() = api::ToTimestamp(begin);
  for (const Widget& widget : dashboard.widgets()) {
    auto& shown = *content.add_widgets();
    shown.set_id(widget.id());
    if (!widget.has_question()) continue;
    if (neighbours.runtime.clock.Now() - begin > kPatience) {
      shown.set_problem("the reports before it took too long");
      continue;
    }
    auto report = ReadReport(neighbours, store, widget.question());
    if (report.ok()) {
      *shown.mutable_report() = *std::move(report);
    } else {
      shown.set_problem(std::string(report.status().message()));
    }
  }
  return content;
}

}  // namespace okapi::reporting
