// The rules of common/scoring/forecast.h, for check_scoring.mjs.

const border = 1e-9;

const sorted = (values) => [...values].sort((a, b) => a - b);

const median = (values) => {
  const order = sorted(values);
  const middle = Math.floor(order.length / 2);
  return order.length % 2 === 1 ? order[middle] : (order[middle - 1] + order[middle]) / 2;
};

const bound = (number) => number !== null;

const placesOf = ({ points, start, end, now, additive }) => {
  const byTime = new Map();
  for (const { time, value } of points) {
    if (!Number.isFinite(value) || time > now || time < start || (additive && time === start)) continue;
    byTime.set(time, [...(byTime.get(time) ?? []), value]);
  }
  const places = sorted(byTime.keys()).map((time) => ({ x: (time - start) / (end - start), y: median(byTime.get(time)) }));
  if (places.length <= 64) return places;
  return Array.from({ length: 64 }, (_, i) => places[Math.floor((i * (places.length - 1)) / 63)]);
};

const pairsOf = (places) =>
  places.flatMap((from, i) => places.slice(i + 1).map((to) => ({ length: to.x - from.x, rise: to.y - from.y })));

const within = (low, high, value) => Math.min(Math.max(value, low ?? -Infinity), high ?? Infinity);

// A total and a stock go on from their last point.
const endOf = (places, fromLast) => {
  const last = places.at(-1);
  const span = last.x - places[0].x;
  const rest = 1 - last.x;
  const pairs = pairsOf(places);
  const pace = median(pairs.filter((pair) => pair.length >= span / 2 - border).map((pair) => pair.rise / pair.length));
  const value = fromLast ? last.y + pace * rest : median(places.map(({ x, y }) => y - pace * x)) + pace;
  const gap = Math.max(...places.slice(1).map(({ x }, i) => x - places[i].x));
  const shortest = Math.max(gap, Math.min(rest, span / 8));
  const strays = pairs
    .filter(({ length }) => length >= shortest - border && length <= 2 * shortest + border)
    .map(({ length, rise }) => {
      const growth = Math.sqrt((rest + (rest * rest) / span) / length);
      return Math.abs(rise - pace * length) * (fromLast ? growth : Math.max(1, growth));
    });
  return { value, stray: sorted(strays)[Math.ceil((3 * strays.length) / 4) - 1] };
};

const chanceOf = (min, max, value, width) => {
  const margin = border * Math.max(1, Math.abs(value));
  if (width <= margin) return (bound(min) && value < min - margin) || (bound(max) && value > max + margin) ? 0 : 1;
  const below = (limit) => 1 / (1 + 9 ** ((value - limit) / width));
  return (bound(max) ? below(max) : 1) - (bound(min) ? below(min) : 0);
};

const sober = (chance, n) => Math.min(Math.max(chance, 1 / (n + 2)), (n + 1) / (n + 2));

// What is not decided yet of a number that only grows; null when it is lost.
const stillOpen = ({ min, max, strict }, last) => {
  if (bound(max) && (strict ? last >= max : last > max)) return null;
  return { min: bound(min) && (strict ? last > min : last >= min) ? null : min, max };
};

// `chance` is that of an open aim.
const likelihoodOf = (aim, last, grows, n, chance) => {
  if (!bound(aim.min) && !bound(aim.max)) return null;
  const open = grows ? stillOpen(aim, last) : aim;
  if (open === null) return 0;
  return bound(open.min) || bound(open.max) ? sober(chance(open), n) : 1;
};

export const forecast = (given) => {
  const { start, end, now, additive, from_last, possible_min, possible_max } = given;
  if (!(start < now && now < end)) return null;
  const points = placesOf(given);
  const n = points.length;
  if (n < 3) return null;
  const places = additive ? [{ x: 0, y: 0 }, ...points] : points;
  const last = places.at(-1);
  const span = last.x - places[0].x;
  if (span < (now - start) / (end - start) / 2 - border || span < 0.1 - border) return null;
  const { value, stray } = endOf(places, additive || from_last);
  const width = (stray * 1.5 * (n + 1)) / (n - 2);
  const grows = additive && places.slice(1).every(({ y }, i) => y >= places[i].y);
  const held = (number) => within(possible_min, possible_max, number);
  return {
    value: held(value),
    low: held(grows ? Math.max(value - width, last.y) : value - width),
    high: held(value + width),
    likelihood: likelihoodOf(given, last.y, grows, n, ({ min, max }) => chanceOf(min, max, value, width)),
    points: n,
  };
};

// The rules of common/scoring/period_forecast.h.

// By time; null when they say too little.
const daysOf = ({ days, so_far, start, end, now }) => {
  if (!(start < now && now < end) || !Number.isFinite(so_far)) return null;
  const place = (time) => (time - start) / (end - start);
  const kept = days
    .filter(({ time, value, weight }) => Number.isFinite(value) && Number.isFinite(weight) && weight > 0 && time > start && time <= now)
    .map(({ time, value, weight }) => ({ x: place(time), y: value, w: weight }))
    .sort((a, b) => a.x - b.x);
  return kept.length >= 3 && kept.at(-1).x >= Math.max(place(now) / 2, 0.1) - border ? kept : null;
};

// From running means to the days' own.
const takenApart = (days) => days.map(({ x, y }, i) => ({ x, y: (i + 1) * y - (i === 0 ? 0 : i * days[i - 1].y), w: 1 }));

const total = (days, part) => days.reduce((sum, day) => sum + day.w * part(day), 0);

const riseOf = (days) => {
  const n = days.length;
  const last = days.at(-1).x;
  const placed = days.map((day, i) => ({ ...day, c: ((i === 0 ? 0 : days[i - 1].x) + day.x) / 2 }));
  const all = total(placed, () => 1);
  const c = total(placed, (day) => day.c) / all;
  const y = total(placed, (day) => day.y) / all;
  const xx = total(placed, (day) => (day.c - c) ** 2);
  const xy = total(placed, (day) => (day.c - c) * (day.y - y));
  const yy = total(placed, (day) => (day.y - y) ** 2);
  const slope = xy / xx;
  const t2 = ((n - 2) * slope * xy) / Math.max(0, yy - slope * xy);
  const least = 4 * (n / (n - 2)) ** 2;
  if (!(t2 > least)) return 0;
  return (1 - least / t2) * slope * Math.min((1 + last) / 2 - c, last);
};

export const meanForecast = (given) => {
  const known = daysOf(given);
  if (known === null) return null;
  const days = given.running ? takenApart(known) : known;
  const { so_far: mean, possible_min: least, possible_max: most } = given;
  const n = days.length;
  const share = 1 - days.at(-1).x;
  const rest = within(least, most, mean + riseOf(days));
  const value = mean + (rest - mean) * share;
  const weight = total(days, () => 1) / n;
  const square = days.reduce((sum, { y, w }) => sum + ((w / weight) * (y - mean)) ** 2, 0) / (n - 1);
  const width = (((9 / 7) * n) / (n - 1)) * Math.sqrt((square * share) / n) + Math.abs(value - mean);
  const end = (limit) => (bound(limit) ? mean + (limit - mean) * share : null);
  const held = (number) => within(end(least), end(most), number);
  return {
    value,
    low: held(value - width),
    high: held(value + width),
    likelihood: likelihoodOf(given, mean, false, n, ({ min, max }) => chanceOf(min, max, value, width)),
    points: n,
  };
};

const negative = (number) => (number === null ? null : -number);

const meanOf = (numbers) => (numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length);

const largestForecast = (given, days) => {
  const { so_far: record, possible_min, possible_max } = given;
  const middle = median(days.map(({ y }) => y));
  const peaks = days.map(({ y }) => y - middle);
  const steps = days.slice(1).map(({ y }, i) => y - days[i].y);
  const scale = meanOf((given.running ? steps : peaks).filter((rise) => rise > 0));
  const ratio = (1 - days.at(-1).x) / days.at(-1).x;
  const at = (chance) => within(possible_min, possible_max, record + scale * Math.max(0, Math.log((ratio * chance) / (1 - chance))));
  const upTo = (limit) => (scale === 0 ? 1 : 1 / (1 + ratio * Math.exp((record - limit) / scale)));
  const chance = ({ min, max }) => (bound(max) ? upTo(max) : 1) - (bound(min) ? upTo(min) : 0);
  return {
    value: at(0.5),
    low: at(0.1),
    high: at(0.9),
    likelihood: likelihoodOf(given, record, true, days.length, chance),
    points: days.length,
  };
};

export const extremeForecast = (given) => {
  const days = daysOf(given);
  if (days === null) return null;
  if (given.largest) return largestForecast(given, days);
  const mirrored = {
    ...given,
    so_far: -given.so_far,
    min: negative(given.max),
    max: negative(given.min),
    possible_min: negative(given.possible_max),
    possible_max: negative(given.possible_min),
  };
  const { value, low, high, ...rest } = largestForecast(mirrored, days.map((day) => ({ ...day, y: -day.y })));
  return { ...rest, value: -value, low: -high, high: -low };
};
