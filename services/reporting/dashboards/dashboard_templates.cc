#include "services/reporting/dashboards/dashboard_templates.h"

#include <array>

#include "common/status/errors.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Dashboard;
using okapi::reporting::v1::DashboardTemplate;
using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::Widget;

struct Template {
  const char* id;
  const char* display_name;
  const char* description;
  bool needs_team;
  void (*fill)(const std::string& organization, Dashboard& dashboard);
};

// Widgets of a template stand one below the other; people move them.
Widget& AddWidget(const char* id, Dashboard& dashboard) {
  const int row = dashboard.widgets_size();
  Widget& widget = *dashboard.add_widgets();
  widget.set_id(id);
  widget.mutable_placement()->set_row(row);
  return widget;
}

GetScorecardRequest& AddScorecard(const std::string& organization, int periods,
                                  Dashboard& dashboard) {
  auto& request = *AddWidget("scorecard", dashboard).mutable_question()->mutable_scorecard();
  request.set_name(organization);
  request.set_period_count(periods);
  return request;
}

void FillCompany(const std::string& organization, Dashboard& dashboard) {
  auto& combined = *AddWidget("between", dashboard).mutable_question()->mutable_combined_report();
  combined.set_name(organization);
  combined.set_period_count(12);
  auto& alignment = *AddWidget("alignment", dashboard).mutable_question();
  alignment.mutable_alignment_report()->set_name(organization);
}

void FillTeam(const std::string& organization, Dashboard& dashboard) {
  AddScorecard(organization, 6, dashboard).set_team(dashboard.team());
  auto& okr = *AddWidget("okr", dashboard).mutable_question()->mutable_okr_report();
  okr.set_name(organization);
  okr.set_team(dashboard.team());
}

void FillKpiReview(const std::string& organization, Dashboard& dashboard) {
  GetScorecardRequest& card = AddScorecard(organization, 13, dashboard);
  card.set_breakdown(true);
  card.set_details(true);
  card.set_forecasts(true);
  card.set_rank_by_contribution(true);
  card.set_group_by(GetScorecardRequest::OWNER);
}

void FillOkrCycle(const std::string& organization, Dashboard& dashboard) {
  auto& okr = *AddWidget("okr", dashboard).mutable_question()->mutable_okr_report();
  okr.set_name(organization);
  auto& alignment = *AddWidget("alignment", dashboard).mutable_question();
  alignment.mutable_alignment_report()->set_name(organization);
}

constexpr std::array<Template, 4> kTemplates = {{
    {"company", "Company",
     "KPIs and OKRs side by side, what falls between them, and how goals hang together.", false,
     FillCompany},
    {"team", "Team", "The KPIs and objectives of one team.", true, FillTeam},
    {"kpi-review", "KPI review",
     "Every KPI over a year with its members, forecast and owner, for the monthly meeting.", false,
     FillKpiReview},
    {"okr-cycle", "OKR cycle", "All objectives with their key results, and how they hang together.",
     false, FillOkrCycle},
}};

}  // namespace

std::vector<DashboardTemplate> DashboardTemplates() {
  std::vector<DashboardTemplate> templates;
  for (const Template& it : kTemplates) {
    DashboardTemplate& shown = templates.emplace_back();
    shown.set_id(it.id);
    shown.set_display_name(it.display_name);
    shown.set_description(it.description);
    shown.set_needs_team(it.needs_team);
  }
  return templates;
}

absl::Status ApplyTemplate(const std::string& id, const std::string& organization,
                           Dashboard& dashboard) {
  for (const Template& it : kTemplates) {
    if (it.id != id) continue;
    if (!dashboard.widgets().empty()) {
      return status::InvalidField("dashboard.widgets", "must be empty with a template");
    }
    if (it.needs_team && dashboard.team().empty()) {
      return status::InvalidField("dashboard.team", "is required by the template");
    }
    it.fill(organization, dashboard);
    return absl::OkStatus();
  }
  return status::InvalidField("template_id",
                              "must be `company`, `team`, `kpi-review` or `okr-cycle`");
}

}  // namespace okapi::reporting
