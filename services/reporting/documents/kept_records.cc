#include "services/reporting/documents/kept_records.h"

#include <string>
#include <utility>

#include "services/reporting/documents/values.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::DashboardContent;
using okapi::reporting::v1::Report;
using okapi::reporting::v1::Snapshot;

void Append(std::vector<Records> more, std::vector<Records>& tables) {
  for (Records& table : more) tables.push_back(std::move(table));
}

// `scorecard`, `okr_report`, ...
Value KindOf(const Report& report) {
  const auto* set = report.GetReflection()->GetOneofFieldDescriptor(
      report, report.GetDescriptor()->FindOneofByName("report"));
  return set == nullptr ? Value() : Value(set->name());
}

}  // namespace

std::vector<Records> RecordsOf(const DashboardContent& content, const Names& names) {
  const auto& dashboard = content.dashboard();
  std::vector<Records> tables = {{{"dashboard", "display_name", "as_of_time"},
                                  {{dashboard.name(), dashboard.display_name(),
                                    TimeOf(content.has_as_of_time(), content.as_of_time())}}}};
  for (int i = 0; i < dashboard.widgets_size() && i < content.widgets_size(); ++i) {
    const auto& widget = dashboard.widgets(i);
    tables.push_back({{"widget", "title", "text", "problem"},
                      {{widget.id(), TextOf(widget.title()), TextOf(widget.text()),
                        TextOf(content.widgets(i).problem())}}});
    Append(RecordsOf(content.widgets(i).report(), names), tables);
  }
  return tables;
}

std::vector<Records> RecordsOf(const Snapshot& snapshot, const Names& names) {
  std::vector<Records> tables = {
      {{"snapshot", "display_name", "period", "as_of_time", "create_time", "author", "author_name",
        "note", "sha256"},
       {{snapshot.name(), TextOf(snapshot.display_name()), TextOf(snapshot.period()),
         TimeOf(snapshot.has_as_of_time(), snapshot.as_of_time()),
         TimeOf(snapshot.has_create_time(), snapshot.create_time()), TextOf(snapshot.author()),
         NameOf(snapshot.author(), names), TextOf(snapshot.note()), snapshot.sha256()}}}};
  double number = 0;
  for (const Report& report : snapshot.reports()) {
    tables.push_back({{"report", "kind"}, {{++number, KindOf(report)}}});
    Append(RecordsOf(report, names), tables);
  }
  return tables;
}

}  // namespace okapi::reporting::documents
