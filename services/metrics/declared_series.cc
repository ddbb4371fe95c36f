#include "services/metrics/declared_series.h"

#include <utility>

namespace okapi::metrics {

void DeclaredSeriesList::Declare(const v1::SeriesDeclaration& declaration) {
  auto series = std::make_shared<DeclaredSeries>();
  series->kind = declaration.kind();
  absl::StatusOr<SeriesIdentity> identity = IdentityOf(declaration);
  if (identity.ok()) {
    series->identity = *std::move(identity);
  } else {
    series->refusal = std::string(identity.status().message());
  }
  series_.push_back(std::move(series));
  numbers_.push_back(DeclaredSeries::kUndecided);
}

void DeclaredSeriesList::Look(uint32_t ref) {
  numbers_[ref] = series_[ref]->number();
  // Batches on their way may hold it still.
  if (numbers_[ref] >= 0) series_[ref].reset();
}

}  // namespace okapi::metrics
