#include "services/metrics/declared_series.h"

#include <utility>

namespace okapi::metrics {

void DeclaredSeriesList::Declare(const v1::SeriesDeclaration& declaration) {
  DeclaredSeries& series = series_.emplace_back();
  numbers_.push_back(DeclaredSeries::kUndecided);
  series.kind = declaration.kind();
  absl::StatusOr<SeriesIdentity> identity = IdentityOf(declaration);
  if (identity.ok()) {
    series.identity = *std::move(identity);
  } else {
    series.refusal = std::string(identity.status().message());
  }
}

}  // namespace okapi::metrics
