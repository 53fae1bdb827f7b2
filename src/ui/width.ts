// How many terminal columns a text takes, and how to make it take no more than so many.
//
// It works on text that has passed the sanitiser: no escape sequences, no joiners, no variation selectors. Widths are
// counted per code point, so a cluster may be counted wider than a terminal draws it, never narrower: a line that is
// cut by this count never wraps.

// First and last code point of what is drawn two columns wide (East Asian Wide and Fullwidth, emoji included).
// Gaps of a few unassigned code points are closed: too wide is harmless here.
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x23f0, 0x23f0],
  [0x23f3, 0x23f3],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2630, 0x2637],
  [0x2648, 0x2653],
  [0x267f, 0x267f],
  [0x268a, 0x268f],
  [0x2693, 0x2693],
  [0x26a1, 0x26a1],
  [0x26aa, 0x26ab],
  [0x26bd, 0x26be],
  [0x26c4, 0x26c5],
  [0x26ce, 0x26ce],
  [0x26d4, 0x26d4],
  [0x26ea, 0x26ea],
  [0x26f2, 0x26f3],
  [0x26f5, 0x26f5],
  [0x26fa, 0x26fa],
  [0x26fd, 0x26fd],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x274e, 0x274e],
  [0x2753, 0x2755],
  [0x2757, 0x2757],
  [0x2795, 0x2797],
  [0x27b0, 0x27b0],
  [0x27bf, 0x27bf],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b50],
  [0x2b55, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x191f2],
  [0x1aff0, 0x1b2ff],
  [0x1d300, 0x1d376],
  [0x1f004, 0x1f004],
  [0x1f0cf, 0x1f0cf],
  [0x1f18e, 0x1f18e],
  [0x1f191, 0x1f19a],
  [0x1f1ae, 0x1f1ae],
  [0x1f200, 0x1f320],
  [0x1f32d, 0x1f335],
  [0x1f337, 0x1f37c],
  [0x1f37e, 0x1f393],
  [0x1f3a0, 0x1f3ca],
  [0x1f3cf, 0x1f3d3],
  [0x1f3e0, 0x1f3f0],
  [0x1f3f4, 0x1f3f4],
  [0x1f3f8, 0x1f43e],
  [0x1f440, 0x1f440],
  [0x1f442, 0x1f4fc],
  [0x1f4ff, 0x1f53d],
  [0x1f54b, 0x1f54e],
  [0x1f550, 0x1f567],
  [0x1f57a, 0x1f57a],
  [0x1f595, 0x1f596],
  [0x1f5a4, 0x1f5a4],
  [0x1f5fb, 0x1f64f],
  [0x1f680, 0x1f6c5],
  [0x1f6cc, 0x1f6cc],
  [0x1f6d0, 0x1f6d2],
  [0x1f6d5, 0x1f6df],
  [0x1f6eb, 0x1f6ec],
  [0x1f6f4, 0x1f6fc],
  [0x1f7da, 0x1f7f0],
  [0x1f90c, 0x1f93a],
  [0x1f93c, 0x1f945],
  [0x1f947, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

const FIRST_WIDE = 0x1100;
const KEYCAP = 0x20e3;
// Marks that stand over or under the letter before them. The keycap's mark is an exception: it makes a digit wide.
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cc}\p{Default_Ignorable_Code_Point}]/u;
// What dagtop itself draws, all one column wide: told before the tables of Unicode are asked.
const OWN_GLYPHS = "✓✗▲●↻◌◆≡⊘↯◷–…·━─│";
const NARROW_ONLY = /^[\u0020-\u007e]*$/;

/** The columns of one code point: 0, 1 or 2. */
function columnsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return 1;
  if (code === KEYCAP || OWN_GLYPHS.includes(character)) return 1;
  if (NO_WIDTH.test(character)) return 0;
  return code >= FIRST_WIDE && isWide(code) ? 2 : 1;
}

function isWide(code: number): boolean {
  let low = 0;
  let high = WIDE.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = WIDE[middle] ?? [0, 0];
    if (code < first) high = middle - 1;
    else if (code > last) low = middle + 1;
    else return true;
  }
  return false;
}

/** The columns that a sanitised text takes on a terminal. */
export function widthOf(text: string): number {
  if (NARROW_ONLY.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += columnsOf(character);
  return columns;
}

/** The longest beginning of `text` that takes at most `columns`, without a mark of what is missing. */
export function headOf(text: string, columns: number): string {
  if (text.length <= columns && NARROW_ONLY.test(text)) return text;
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += columnsOf(character);
    if (used > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function tailOf(text: string, columns: number): string {
  const characters = Array.from(text);
  let used = 0;
  let start = characters.length;
  while (start > 0) {
    used += columnsOf(characters[start - 1] ?? "");
    if (used > columns) break;
    start -= 1;
  }
  return characters.slice(start).join("");
}

/** `text` in at most `columns`; what was cut at its end is marked by `mark` ("…", one column by default). */
export function cut(text: string, columns: number, mark = "…"): string {
  if (columns <= 0) return "";
  if (widthOf(text) <= columns) return text;
  const room = columns - widthOf(mark);
  return room < 0 ? headOf(mark, columns) : headOf(text, room) + mark;
}

/** As `cut`, but what is missing is in the middle: for names whose ends tell them apart, as matrix keys do. */
export function cutMiddle(text: string, columns: number, mark = "…"): string {
  if (columns <= 0) return "";
  if (widthOf(text) <= columns) return text;
  const room = columns - widthOf(mark);
  if (room < 2) return cut(text, columns, mark);
  const head = headOf(text, Math.ceil(room / 2));
  return head + mark + tailOf(text, room - widthOf(head));
}

/** `text` with spaces behind it up to `columns`; longer text stays as it is. */
export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

/** `text` with spaces before it up to `columns`, as numbers stand; longer text stays as it is. */
export function padStart(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - widthOf(text))) + text;
}
