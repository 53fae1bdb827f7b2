// Names for pipelines, stages and parameters made from what other tools call their things: folders, commands, stages. What
// comes out always keeps the rules of a pipeline file.

const MOST = 63;

/** Of letters that have one, the plain form; everything else between them becomes a dash. */
export function madeName(text: string, fallback: string): string {
  const name = text
    .slice(0, 1000)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, MOST)
    .replace(/[-_]+$/, "");
  return name === "" ? fallback : name;
}

/** The name itself or, where it is taken, with the first free number behind it. It is taken then. */
export function takeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) {
    const end = `-${number}`;
    free = name.slice(0, MOST - end.length) + end;
  }
  taken.add(free);
  return free;
}

/** "train.lr" → "train_lr". Two that differ in case only would be one variable, so they count as the same. */
export function takeParamName(text: string, taken: Set<string>): string {
  const bare = text.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  const name = /^[A-Za-z]/.test(bare) ? bare : `p_${bare}`;
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name}_${number}`;
  taken.add(free.toLowerCase());
  return free;
}
