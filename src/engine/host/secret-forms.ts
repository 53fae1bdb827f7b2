// The forms in which a secret's value may stand in what a stage prints: itself, its lines, and how base64, URLs, JSON and
// shells write it. What is compressed, encrypted, hexadecimal or spelled out in pieces is not among them.
//
// Base64 of a longer text holds the value at one of three alignments. Of each the characters that depend on the value
// alone are a form; the one beside them on either side, which holds some bits of it too, is hidden when it is found.

/** Shorter values can't be told from other text, and are not hidden. */
export const SHORTEST = 6;
/** Lines as base64(1) and openssl(1) break them. */
const WRAPS = [76, 64];
const MOST_FORMS = 250;

const SPACED = " with spaces";

/** Whether it is a line with spaces in it, or of a value of one line: such a secret is not over where a word ends. */
export function isSpaced(form: string): boolean {
  return form.endsWith(SPACED);
}

export function isBase64(form: string): boolean {
  return form.startsWith("base64");
}

/** Name of form → text; no text twice. Empty where the value is too short. */
export function formsOf(value: string): Map<string, string> {
  const text = value.trim().length >= SHORTEST ? value.trim() : value;
  const forms = new Map<string, string>();
  if (text.length < SHORTEST) return forms;
  const known = new Set<string>();
  const isOneLine = !text.includes("\n");
  for (const [form, written] of allForms(text)) {
    if (known.has(written) || written.length < SHORTEST || forms.size === MOST_FORMS) continue;
    known.add(written);
    const isSpaced = (isOneLine || form.startsWith("line")) && /[ \t\r]/.test(written);
    forms.set(isSpaced ? form + SPACED : form, written);
  }
  return forms;
}

function* allForms(text: string): Generator<readonly [string, string]> {
  yield ["value", text];
  const bytes = Buffer.from(text);
  for (const alignment of [0, 1, 2]) yield [`base64 at ${alignment}`, core(bytes, alignment)];
  for (const alignment of [0, 1, 2])
    yield [`base64url at ${alignment}`, urlAlphabet(core(bytes, alignment))];
  yield ["url", encodeURIComponent(text.toWellFormed())];
  yield ["url path", strictly(text, "/")];
  yield ["url form", strictly(text, "").replaceAll("%20", "+")];
  yield ["url strict", strictly(text, "")];
  yield ["url lower", strictly(text, "").replaceAll(/%../g, (code) => code.toLowerCase())];
  const json = JSON.stringify(text).slice(1, -1);
  yield ["json", json];
  yield ["json ascii", json.replaceAll(/[^\0-\u007e]/g, unicodeEscape)];
  yield ["shell", text.replaceAll("'", String.raw`'\''`)];
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines.length > 1)
    for (const [place, line] of lines.entries())
      if (line.length >= SHORTEST) yield [`line ${place + 1}`, line];
  for (const width of WRAPS) yield* wrapped(bytes, width);
}

/** The characters of base64 that are all of the value's, where `alignment` bytes of something else stand before it. */
function core(bytes: Buffer, alignment: number): string {
  const before = Buffer.alloc(alignment);
  const text = Buffer.concat([before, bytes]).toString("base64");
  const first = Math.ceil((alignment * 8) / 6);
  return text.slice(first, Math.floor(((alignment + bytes.length) * 8) / 6));
}

function* wrapped(bytes: Buffer, width: number): Generator<readonly [string, string]> {
  const text = core(bytes, 0);
  if (text.length <= width) return;
  for (let from = 0, place = 1; from < text.length; from += width, place += 1)
    yield [`base64 of ${width}, line ${place}`, text.slice(from, from + width)];
}

function urlAlphabet(text: string): string {
  return text.replaceAll("+", "-").replaceAll("/", "_");
}

/** All but letters, digits, - _ . ~ and `safe` as %XX: what Python and Go write. */
function strictly(text: string, safe: string): string {
  const escaped = encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return safe === "/" ? escaped.replaceAll("%2F", "/") : escaped;
}

function unicodeEscape(unit: string): string {
  return String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
