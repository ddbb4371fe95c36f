#!/usr/bin/env node
// Computes every list of scoring.json a third time, from the text of common/scoring/*.h, with nothing but the standard library:
//   tests/vectors/check_scoring.mjs [scoring.json]
// Prints what differs and exits with 1, or says how many cases agree. Of use to clients in JavaScript, too: import the rules.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { countOnce, leadsBack } from "./alignment.mjs";
import { budgetOf, burnsFaster, isBudget } from "./error_budget.mjs";
import { extremeForecast, forecast, meanForecast } from "./forecast.mjs";

const border = 1e-9;
const reaches = (value, limit) => value >= limit - border;
const clamp = (value) => Math.min(Math.max(value, 0), 1);

// key_result.h

const rawProgress = ({ baseline, target, current }) => {
  if (baseline === target) return current >= target ? 1 : 0;
  return (current - baseline) / (target - baseline);
};

const withRaw = (raw) => ({ raw, clamped: clamp(raw) });

const relativeChange = ({ baseline, change, current }) => {
  const target = baseline + baseline * change;
  return { target, ...withRaw(rawProgress({ baseline, target, current })) };
};

const refusedChange = ({ baseline, change }) => [...(baseline === 0 ? ["baseline"] : []), ...(change === 0 ? ["change"] : [])];

const refusedRange = ({ min, max, strict }) => {
  if (min === null && max === null) return ["min"];
  if (min === null || max === null) return [];
  return (strict ? min < max : min <= max) ? [] : ["max"];
};

const within = ({ min, max, strict }, value) => {
  if (min !== null && (strict ? value <= min : value < min)) return false;
  return max === null || (strict ? value < max : value <= max);
};

const weightOf = (items) => items.reduce((total, item) => total + item.weight, 0);

const milestoneProgress = ({ milestones }) => ({
  raw: weightOf(milestones.filter((milestone) => milestone.done)) / weightOf(milestones),
});

const scaleProgress = ({ shares, reached }) => withRaw(shares[reached] ?? reached / (shares.length - 1));

const refusedScale = ({ shares }) => {
  const few = shares.length < 2 ? ["steps"] : [];
  if (shares.every((share) => share === null)) return few;
  const isWrong = (share, place) => {
    if (share === null || share < 0 || share > 10) return true;
    const before = shares.slice(0, place).findLast((other) => other !== null);
    return share <= before || (place === shares.length - 1 && share < 1);
  };
  return [...few, ...shares.flatMap((share, place) => (isWrong(share, place) ? [`steps[${place}].share`] : []))];
};

const levelReached = ({ baseline, commit, target, stretch, current }) => {
  if (commit === null && stretch === null) return "LEVEL_UNSPECIFIED";
  const reached = (level) => level !== null && (target < baseline ? current <= level : current >= level);
  if (reached(stretch)) return "STRETCH";
  if (reached(target)) return "TARGET";
  return reached(commit) ? "COMMIT" : "BELOW_COMMIT";
};

// sum.h

const sum = (values) => {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
};

// rollup.h

const colours = { OFF_TRACK: 0, MISSED: 0, AT_RISK: 1, STALE: 2, NO_DATA: 2 };
const colourOf = ({ status }) => colours[status] ?? 3;
const isWorse = (a, b) => (colourOf(a) !== colourOf(b) ? colourOf(a) < colourOf(b) : a.clamped < b.clamped);
const worstOf = (those) => those.reduce((worst, one) => (worst === null || isWorse(one, worst) ? one : worst), null);

const rollup = (children) => {
  const known = children.filter((child) => child.clamped !== null);
  const all = weightOf(children);
  const weight = weightOf(known);
  const share = (some) => (all > 0 ? weightOf(some) / all : 0);
  const mean = weight > 0 ? sum(known.map((child) => child.weight * child.clamped)) / weight : null;
  const worst = worstOf(known);
  return {
    raw: mean,
    clamped: mean,
    worst_child: worst === null ? null : worst.name,
    worst_child_clamped: worst === null ? null : worst.clamped,
    worst_child_status: worst === null ? null : worst.status,
    missing_share: share(children.filter((child) => child.clamped === null)),
    stale_share: share(children.filter((child) => child.stale)),
  };
};

const valueBy = (combination, children) => {
  const known = children.filter((child) => child.clamped !== null && child.weight > 0);
  const values = known.map((child) => child.clamped);
  if (known.length === 0) return null;
  if (combination === "LEAST") return Math.min(...values);
  if (combination === "MOST") return Math.max(...values);
  const total = sum(known.map((child) => child.weight * child.clamped));
  return combination === "TOTAL" ? Math.min(1, total) : total / weightOf(known);
};

const combine = (combination, children) => {
  const value = valueBy(combination, children);
  return { ...rollup(children), raw: value, clamped: value };
};

// Those whose values make the parent's.
const deciding = (combination, children) => {
  const known = children.filter((child) => child.clamped !== null && child.weight > 0);
  if (combination === "MEAN" || combination === "TOTAL") return known;
  const value = valueBy(combination, children);
  return known.filter((child) => child.clamped === value);
};

const expectedOfParent = ({ combination, children, elapsed }) => {
  if (valueBy(combination, children) === null) return elapsed;
  const those = deciding(combination, children);
  const expected = those.map((child) => child.expected);
  if (combination === "LEAST") return Math.max(...expected);
  if (combination === "MOST") return Math.min(...expected);
  const weighed = sum(those.map((child) => child.weight * child.expected));
  if (combination === "MEAN") return weighed / weightOf(those);
  return Math.min(1, weighed + Math.max(0, 1 - weightOf(children)) * elapsed);
};

const allStale = ({ combination, children }) => {
  const those = deciding(combination, children);
  return those.length > 0 && those.every((child) => child.stale);
};

// What is missing, stale and worst within the children goes on up.
const nestedRollup = (children) => {
  const all = weightOf(children);
  const share = (of) => (all > 0 ? sum(children.map((child) => child.weight * of(child))) / all : 0);
  const parent = rollup(children);
  const bottoms = children.filter((child) => child.clamped !== null).map((child) => child.worst_below ?? child);
  const bottom = worstOf(bottoms);
  const below = bottom !== null && bottom.name !== parent.worst_child ? bottom : null;
  return {
    ...parent,
    missing_share: share((child) => (child.clamped === null ? 1 : child.missing_share)),
    stale_share: share((child) => (child.stale ? 1 : child.stale_share)),
    worst_below: below === null ? null : below.name,
    worst_below_clamped: below === null ? null : below.clamped,
    worst_below_status: below === null ? null : below.status,
  };
};

// status.h

const byBands = (progress, due, onTrack, atRisk) => {
  if (reaches(progress, onTrack * due)) return "ON_TRACK";
  return reaches(progress, atRisk * due) ? "AT_RISK" : "OFF_TRACK";
};

const statusOf = ({ progress, expected, started, ended, stale, too_early: tooEarly, to_be_kept: toBeKept, incomplete }) => {
  if (!started) return "NOT_STARTED";
  if (progress === null) return "NO_DATA";
  if (stale) return "STALE";
  if (reaches(progress, 1) && (ended || (!toBeKept && !incomplete))) return incomplete ? "NO_DATA" : "ACHIEVED";
  if (ended || tooEarly) return ended ? "MISSED" : "TOO_EARLY";
  return toBeKept ? byBands(progress, 1, 1, 1) : byBands(progress, expected, 0.9, 0.7);
};

// profile.h

const weakestFirst = ["MISSED", "OFF_TRACK", "AT_RISK", "NO_DATA", "STALE", "ON_TRACK", "TOO_EARLY", "NOT_STARTED", "ACHIEVED"];

const isWeaker = (a, b) => {
  const rank = (child) => weakestFirst.indexOf(child.status);
  return rank(a) !== rank(b) ? rank(a) < rank(b) : (a.clamped ?? Infinity) < (b.clamped ?? Infinity);
};

const weakestOf = (children) =>
  children
    .filter((child) => child.status !== "STATUS_UNSPECIFIED")
    .reduce((weakest, child) => (weakest === null || isWeaker(child, weakest) ? child : weakest), null);

// The children as the profile counts them.
const counted = (profile, children) => {
  if (profile !== "DOERR" && profile !== "PLAIN_MEAN") return children;
  const plain = children.map((child) => ({ ...child, weight: 1 }));
  return profile === "DOERR" ? plain : plain.map((child) => ({ ...child, clamped: child.clamped ?? 0 }));
};

const rollupBy = ({ profile, children }) => {
  if (profile === "DOERR") return { ...rollup(counted(profile, children)), status: null };
  if (profile === "PLAIN_MEAN") {
    const { missing_share: missingShare } = rollup(counted("DOERR", children));
    return { ...rollup(counted(profile, children)), missing_share: missingShare, status: null };
  }
  const weakest = weakestOf(children);
  if (profile === "OKAPI" || weakest === null) return { ...rollup(children), status: null };
  const { name, clamped, status } = weakest;
  const worst = { worst_child: name, worst_child_clamped: clamped, worst_child_status: status, status };
  return { ...rollup(children), ...worst, ...(profile === "LATEST_WINS" ? { raw: clamped, clamped } : {}) };
};

const expectedBy = ({ profile, children, elapsed }) => {
  const weakest = profile === "LATEST_WINS" ? weakestOf(children) : null;
  if (weakest !== null) return { expected: weakest.expected, stale: weakest.stale };
  const mean = { combination: "MEAN", children: counted(profile, children), elapsed };
  return { expected: expectedOfParent(mean), stale: allStale(mean) };
};

// A combination that is given makes the number; who judges by the weakest child goes on to do so.
const combineBy = ({ profile, combination, children }) => {
  const { raw, clamped } = combine(combination, children);
  const judged = profile === "WEAKEST_LINK" || profile === "LATEST_WINS" ? profile : "OKAPI";
  return { ...rollupBy({ profile: judged, children }), raw, clamped };
};

const statusBy = ({ profile, on_track: onTrack, at_risk: atRisk, ...input }) => {
  const given = profile === "PLAIN_MEAN" ? { ...input, progress: input.progress ?? 0, stale: false } : input;
  const { progress, expected, started, ended, stale } = given;
  if (!started || progress === null) return started ? "NO_DATA" : "NOT_STARTED";
  if (profile === "LATEST_WINS") return byBands(progress, expected, 0.9, 0.75);
  if (stale) return "STALE";
  if (profile === "DOERR") return byBands(progress, 1, 0.7, 0.4);
  if (reaches(progress, 1) || ended || given.too_early) return statusOf(given);
  return profile === "PLAIN_MEAN" ? byBands(1 - (expected - progress), 1, onTrack, atRisk) : byBands(progress, expected, onTrack, atRisk);
};

// attainment.h

const ratio = (actual, due, less) => {
  if (due <= 0) return (less ? actual <= due : actual >= due) ? 1 : 0;
  return less ? 2 - actual / due : actual / due;
};

const attainmentOf = (direction, actual, due, dueMax) => {
  if (direction !== "WITHIN") return ratio(actual, due, direction === "DECREASE");
  if (actual < due) return ratio(actual, due, false);
  return actual > dueMax ? ratio(actual, dueMax, true) : 1;
};

const attain = (given) => {
  const { actual, target, target_max: targetMax, direction, additive, elapsed, due, due_max: dueMax, settled } = given;
  const dueOf = (end, byCurve) => (end === null || !additive ? end : byCurve ?? end * elapsed);
  const [dueTarget, dueTargetMax] = [dueOf(target, due), dueOf(targetMax, dueMax)];
  const verdict = (attainment, status) => ({ due_target: dueTarget, due_target_max: dueTargetMax, attainment, status });
  if (actual === null) return verdict(null, "NO_DATA");
  if (target === null) return verdict(null, "STATUS_UNSPECIFIED");
  const whole = additive && direction === "INCREASE" && target > 0 && actual >= target;
  const within = direction === "WITHIN";
  const most = within ? targetMax : target;
  const limited = additive && direction !== "INCREASE" && most > 0 && !(within && target < 0);
  const beyond = limited && !reaches(ratio(actual, most, true), 1);
  const dueLater = due === 0 && (dueMax ?? 0) === 0 && (target !== 0 || (targetMax ?? 0) !== 0);
  if (additive && (elapsed <= 0 || (elapsed < 1 && dueLater && !whole && !beyond))) return verdict(null, "ON_TRACK");
  const attainment = attainmentOf(direction, actual, dueTarget, dueTargetMax);
  if (beyond || (elapsed >= 1 && settled)) return verdict(attainment, reaches(attainment, 1) ? "ACHIEVED" : "MISSED");
  if (whole && reaches(attainment, 1)) return verdict(attainment, "ACHIEVED");
  return verdict(attainment, byBands(attainment, 1, given.on_track, given.at_risk));
};

// expected.h

const expectedLinear = ({ start, end, now }) => {
  if (now >= end) return 1;
  return now <= start ? 0 : (now - start) / (end - start);
};

const seasonShares = ({ amounts, parts }) => {
  const come = amounts.map((_, day) => sum(amounts.slice(0, day + 1)));
  const total = come.at(-1) ?? 0;
  if (!(total > 0)) return [];
  let most = 0;
  return Array.from({ length: parts }, (_, part) => {
    const place = ((part + 1) / parts) * come.length;
    const day = Math.min(Math.floor(place), come.length - 1);
    const before = day === 0 ? 0 : come[day - 1];
    most = Math.min(Math.max(most, (before + (come[day] - before) * (place - day)) / total), 1);
    return part === parts - 1 ? 1 : most;
  });
};

const expectedByCurve = ({ shape, shares, elapsed: x }) => {
  if (x <= 0 || x >= 1) return x >= 1 ? 1 : 0;
  if (shape === "S_CURVE") return 3 * x ** 2 - 2 * x ** 3;
  if (shape === "AT_END") return 0;
  if (shape === "LINEAR") return x;
  const part = Math.min(Math.floor(x * shares.length), shares.length - 1);
  const before = part === 0 ? 0 : shares[part - 1];
  if (shape === "STEP") return before;
  return before + (shares[part] - before) * (x * shares.length - part);
};

// grade.h

const grade = ({ score }) => ({
  band: reaches(score, 0.7) ? "GREEN" : reaches(score, 0.4) ? "AMBER" : "RED",
  committed_met: reaches(score, 1),
  aspirational_met: reaches(score, 0.7),
});

// What is expected of a case of each list.
export const rules = {
  key_results: (given) => withRaw(rawProgress(given)),
  relative_changes: relativeChange,
  refused_relative_changes: (given) => ({ fields: refusedChange(given) }),
  refused_ranges: (given) => ({ fields: refusedRange(given) }),
  ranges: (given) => ({ raw: within(given, given.current) ? 1 : 0 }),
  milestones: milestoneProgress,
  scales: scaleProgress,
  refused_scales: (given) => ({ fields: refusedScale(given) }),
  first_values: ({ current }) => ({ raw: current === null ? 0 : 1 }),
  levels: (given) => ({ level: levelReached(given) }),
  rollups: (given) => ({ expected: rollup(given.children) }),
  combinations: (given) => ({
    parent: combine(given.combination, given.children),
    expected: expectedOfParent(given),
    stale: allStale(given),
  }),
  profile_combinations: (given) => ({ expected: combineBy(given) }),
  profile_expectations: expectedBy,
  nested_rollups: (given) => ({ expected: nestedRollup(given.children) }),
  statuses: (given) => ({ status: statusOf(given) }),
  attainments: attain,
  expectations: (given) => ({ expected: expectedLinear(given) }),
  curves: (given) => ({ expected: expectedByCurve(given) }),
  midway: ({ start, end, own_start, now, ways, current }) => ({
    expected: expectedLinear({ start: own_start ?? start, end, now }),
    raw: rawProgress({ ...ways.at(-1), current }),
    raw_of_first: rawProgress({ ...ways[0], current }),
  }),
  seasons: (given) => ({ season: seasonShares(given) }),
  alignments: ({ top, links }) => ({ counted: countOnce(top, links) }),
  loops: ({ objective, parents, links }) => ({ leads_back: leadsBack(objective, parents, links) }),
  grades: grade,
  sums: (given) => ({ sum: sum(given.values) }),
  error_budgets: (given) => budgetOf(given, (value) => within(given, value)),
  refused_error_budgets: ({ error_budget }) => ({ fields: isBudget(error_budget) ? [] : ["error_budget"] }),
  burns: (given) => ({ faster: burnsFaster(given) }),
  forecasts: (given) => ({ forecast: forecast(given) }),
  mean_forecasts: (given) => ({ forecast: meanForecast(given) }),
  extreme_forecasts: (given) => ({ forecast: extremeForecast(given) }),
  profile_rollups: (given) => ({ expected: rollupBy(given) }),
  profile_statuses: (given) => ({ status: statusBy(given) }),
};

// Of sums, 4 units in the last place; of anything else, 1e-9.
const tolerance = (list, expected) => {
  const size = Math.abs(expected);
  return list === "sums" ? 4 * Number.EPSILON * size : 1e-9 * Math.max(1, size);
};

// What of `expected` is not so in `actual`, as lines that begin with `place`.
const compare = (list, place, actual, expected) => {
  if (typeof expected === "object" && expected !== null && typeof actual === "object" && actual !== null) {
    const fields = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...fields].flatMap((field) => compare(list, `${place}.${field}`, actual[field], expected[field]));
  }
  const same =
    typeof expected === "number" && typeof actual === "number"
      ? Math.abs(actual - expected) <= tolerance(list, expected)
      : actual === expected;
  return same ? [] : [`${place}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`];
};

const inCase = (list, vector) =>
  Object.entries(rules[list](vector)).flatMap(([field, actual]) =>
    compare(list, `${list} "${vector.name}" ${field}`, actual, vector[field]),
  );

// Lines for everything in which the vectors differ from the rules. A list that is not there, that is empty or that nobody has rules
// for would check nothing, so it is a difference.
export const differences = (vectors) => {
  const unknown = Object.keys(vectors).filter((list) => !(list in rules));
  const empty = Object.keys(rules).filter((list) => !(vectors[list]?.length > 0));
  return [
    ...unknown.map((list) => `${list}: a list without rules`),
    ...empty.map((list) => `${list}: no cases`),
    ...Object.keys(rules).flatMap((list) => (vectors[list] ?? []).flatMap((vector) => inCase(list, vector))),
  ];
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const vectors = JSON.parse(readFileSync(process.argv[2] ?? new URL("scoring.json", import.meta.url), "utf8"));
  const found = differences(vectors);
  for (const line of found) console.error(line);
  const cases = Object.values(vectors).reduce((count, list) => count + list.length, 0);
  console.log(`${cases} cases in ${Object.keys(vectors).length} lists, ${found.length} differences`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
