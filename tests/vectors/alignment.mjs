// alignment.h: what counts where when objectives contribute to objectives.

// The links that count under `top`: of each child that with its nearest parent, of equally near ones with the first by name.
export const countOnce = (top, links) => {
  const home = new Map();
  const seen = new Set([top]);
  for (let level = [top]; level.length > 0; ) {
    const next = [];
    for (const parent of level.sort()) {
      for (const link of links.filter((each) => each.parent === parent && !seen.has(each.child))) {
        seen.add(link.child);
        home.set(link.child, parent);
        next.push(link.child);
      }
    }
    level = next;
  }
  return links.filter(({ child, parent }) => home.get(child) === parent);
};

export const leadsBack = (objective, parents, links) => {
  const above = (name, seen) =>
    name === objective ||
    (!seen.has(name) && links.some(({ child, parent }) => child === name && above(parent, new Set([...seen, name]))));
  return parents.some((parent) => above(parent, new Set()));
};
