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

const endOf = (places, additive) => {
  const last = places.at(-1);
  const span = last.x - places[0].x;
  const rest = 1 - last.x;
  const pairs = pairsOf(places);
  const pace = median(pairs.filter((pair) => pair.length >= span / 2 - border).map((pair) => pair.rise / pair.length));
  const value = additive ? last.y + pace * rest : median(places.map(({ x, y }) => y - pace * x)) + pace;
  const gap = Math.max(...places.slice(1).map(({ x }, i) => x - places[i].x));
  const shortest = Math.max(gap, Math.min(rest, span / 8));
  const strays = pairs
    .filter(({ length }) => length >= shortest - border && length <= 2 * shortest + border)
    .map(({ length, rise }) => {
      const growth = Math.sqrt((rest + (rest * rest) / span) / length);
      return Math.abs(rise - pace * length) * (additive ? growth : Math.max(1, growth));
    });
  return { value, stray: sorted(strays)[Math.ceil((3 * strays.length) / 4) - 1] };
};

const chanceOf = (min, max, value, width) => {
  const margin = border * Math.max(1, Math.abs(value));
  if (width <= margin) return (bound(min) && value < min - margin) || (bound(max) && value > max + margin) ? 0 : 1;
  const below = (limit) => 1 / (1 + 9 ** ((value - limit) / width));
  return (bound(max) ? below(max) : 1) - (bound(min) ? below(min) : 0);
};

const likelihoodOf = ({ min, max, strict }, last, grows, value, width, n) => {
  if (!bound(min) && !bound(max)) return null;
  const broken = bound(max) && (strict ? last >= max : last > max);
  const reached = bound(min) && (strict ? last > min : last >= min);
  if (grows && broken) return 0;
  if (grows && reached && !bound(max)) return 1;
  const chance = chanceOf(grows && reached ? null : min, max, value, width);
  return Math.min(Math.max(chance, 1 / (n + 2)), (n + 1) / (n + 2));
};

export const forecast = (given) => {
  const { start, end, now, additive } = given;
  if (!(start < now && now < end)) return null;
  const points = placesOf(given);
  const n = points.length;
  if (n < 3) return null;
  const places = additive ? [{ x: 0, y: 0 }, ...points] : points;
  const last = places.at(-1);
  const span = last.x - places[0].x;
  if (span < (now - start) / (end - start) / 2 - border || span < 0.1 - border) return null;
  const { value, stray } = endOf(places, additive);
  const width = (stray * 1.5 * (n + 1)) / (n - 2);
  const grows = additive && places.slice(1).every(({ y }, i) => y >= places[i].y);
  return {
    value,
    low: grows ? Math.max(value - width, last.y) : value - width,
    high: value + width,
    likelihood: likelihoodOf(given, last.y, grows, value, width, n),
    points: n,
  };
};
