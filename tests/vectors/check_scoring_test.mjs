#!/usr/bin/env node
// The vectors agree with the rules, and check_scoring.mjs would notice if they did not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { differences } from "./check_scoring.mjs";

const read = () => JSON.parse(readFileSync(new URL("scoring.json", import.meta.url), "utf8"));

// What of a case is expected; the rest is given.
const expected = {
  key_results: ["raw", "clamped"],
  relative_changes: ["target", "raw", "clamped"],
  refused_relative_changes: ["fields"],
  ranges: ["raw"],
  refused_ranges: ["fields"],
  milestones: ["raw"],
  scales: ["raw", "clamped"],
  refused_scales: ["fields"],
  first_values: ["raw"],
  levels: ["level"],
  rollups: ["expected"],
  combinations: ["parent", "expected", "stale"],
  profile_combinations: ["expected"],
  profile_expectations: ["expected", "stale"],
  nested_rollups: ["expected"],
  statuses: ["status"],
  attainments: ["due_target", "due_target_max", "attainment", "status"],
  expectations: ["expected"],
  curves: ["expected"],
  midway: ["expected", "raw", "raw_of_first"],
  seasons: ["season"],
  alignments: ["counted"],
  loops: ["leads_back"],
  grades: ["band", "committed_met", "aspirational_met"],
  sums: ["sum"],
  error_budgets: ["budget", "spent", "left", "spent_share", "unknown", "burns"],
  refused_error_budgets: ["fields"],
  burns: ["faster"],
  forecasts: ["forecast"],
  mean_forecasts: ["forecast"],
  extreme_forecasts: ["forecast"],
  profile_rollups: ["expected"],
  profile_statuses: ["status"],
};

// Every way to make one value, or one value within it, wrong.
const wrong = (value) => {
  if (typeof value === "number") return [value + 1e-6 * Math.max(1, Math.abs(value)), null];
  if (typeof value === "boolean") return [!value];
  if (typeof value === "string") return [`${value}?`];
  if (value === null) return [0];
  if (Array.isArray(value)) return [...(value.length > 0 ? [value.slice(1)] : []), [...value, "other"]];
  return Object.entries(value).flatMap(([field, inner]) => wrong(inner).map((other) => ({ ...value, [field]: other })));
};

test("the vectors agree with the rules", () => {
  assert.deepEqual(differences(read()), []);
});

test("every list has its expectations", () => {
  assert.deepEqual(Object.keys(read()).sort(), Object.keys(expected).sort());
});

for (const [list, fields] of Object.entries(expected)) {
  test(`a wrong number in ${list} is noticed`, () => {
    const vectors = read();
    // Only the case at hand: the others are known to agree.
    for (const vector of vectors[list]) {
      for (const field of fields) {
        for (const other of wrong(vector[field])) {
          const found = differences({ ...vectors, [list]: [{ ...vector, [field]: other }] });
          assert.equal(found.length > 0, true, `${vector.name}: ${field} ${JSON.stringify(other)}`);
          assert.ok(found.every((line) => line.startsWith(`${list} "${vector.name}" ${field}`)), found.join("\n"));
        }
      }
    }
  });
}

test("a list that is missing, empty or unknown is noticed", () => {
  const vectors = read();
  assert.deepEqual(differences({ ...vectors, sums: undefined }), ["sums: no cases"]);
  assert.deepEqual(differences({ ...vectors, sums: [] }), ["sums: no cases"]);
  assert.deepEqual(differences({ ...vectors, products: [{}] }), ["products: a list without rules"]);
});
