// Keys as people read them.

const ARROWS: Readonly<Record<string, string>> = { Up: "↑", Down: "↓", Left: "←", Right: "→" };

/** A key as people read it: "^D" for Ctrl and d, an arrow for an arrow. */
export function keyText(key: string, ascii: boolean): string {
  if (key === "S-Tab") return "Shift-Tab";
  if (key.startsWith("C-")) return `^${key.slice(2).toUpperCase()}`;
  return ascii ? key : (ARROWS[key] ?? key);
}
