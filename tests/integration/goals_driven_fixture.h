#pragma once

#include <gmock/gmock.h>

#include <string>

#include "tests/integration/goals_scene.h"
#include "tests/integration/metrics_kpi_fixture.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::goals {

// Goals whose key results follow the KPIs of a real metrics service.
class DrivenGoalsFixture : public metrics::KpiFixture {
 protected:
  using Goals = GoalsScene::Goals;
  using Organizations = GoalsScene::Organizations;

  // What goals must not refuse.
  template <typename Stub, typename Request, typename Response>
  void Do(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
          const std::string& text) {
    ASSERT_THAT(goals_.Call(method, testing::FromText<Request>(text)), testing::IsOk());
  }

  GoalsScene goals_{clock_, scene_.address()};
};

}  // namespace okapi::goals
