// The rules of common/scoring/error_budget.h, for check_scoring.mjs.

const border = 1e-9;

export const isBudget = (share) => share > 0 && share < 1;

const stretch = (from, to) => Math.max(0, to - from);

// How long the value was kept, broken and not known: each step holds until the next one, the last one for ever.
const timeInRange = (steps, isKept, start, end) => {
  const spent = { kept: 0, broken: 0, unknown: 0 };
  [{ time: -Infinity, value: null }, ...steps].forEach(({ time, value }, place) => {
    const until = steps[place]?.time ?? Infinity;
    const how = value === null ? "unknown" : isKept(value) ? "kept" : "broken";
    spent[how] += stretch(Math.max(time, start), Math.min(until, end));
  });
  return spent;
};

export const budgetOf = ({ error_budget: share, start, end, now, steps, windows }, isKept) => {
  const { broken: spent, unknown } = timeInRange(steps, isKept, start, now);
  const budget = share * (end - start);
  const left = budget - spent;
  const burn = (window) => {
    const part = timeInRange(steps, isKept, Math.max(now - window, start), now);
    const notKnown = part.unknown + Math.min(window, stretch(now - window, start));
    const rate = part.kept + part.broken > 0 ? part.broken / window / share : null;
    const burns = rate !== null && rate > 0 && left > border;
    return { spent: part.broken, unknown: notKnown, burn_rate: rate, exhaust_time: burns ? now + left / (rate * share) : null };
  };
  return { budget, spent, left, spent_share: spent / budget, unknown, burns: windows.map(burn) };
};

export const burnsFaster = ({ long_window, short_window, rate }) => {
  const windows = [long_window, short_window];
  if (windows.some((window) => window !== null && window <= rate + border)) return false;
  return windows.includes(null) ? null : true;
};
