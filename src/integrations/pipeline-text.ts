// Writes the text of a pipeline file: values that mean exactly the text they are made from, and comments that end where
// their line ends.
//
// Whatever the texts hold, the result is one line per line and has no character that a terminal would act on, so that it
// can be printed as it is. NUL characters are left out: no command or variable can hold one.

// Control and format characters, line separators, what is drawn as nothing, and the mark of bytes that were no text.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufffd]/gu;
const HAS_UNSEEN = new RegExp(UNSEEN.source, "u");
/** In a list between brackets, or alone. */
const PLAIN_WORD = /^[A-Za-z_./][\w./-]*$/;
/** On a line of its own behind its key. */
const PLAIN_LINE = /^[A-Za-z_./$(][\p{L}\p{N} !-/:-@[-`{-~]*$/u;
/** Words that YAML takes for something else than a text. */
const MEANS_MORE = /^(?:true|false|null|\.\d.*|[-+]?\.inf|\.nan|\.\.\.)$/i;
const WIDTH = 100;

/** One text as a value, on one line. */
export function yamlText(text: string): string {
  const bare = cleaned(text);
  return PLAIN_WORD.test(bare) && !MEANS_MORE.test(bare) ? bare : quoted(bare);
}

/** The same behind a key, where spaces, quotes and commas may stay as they are. */
export function yamlLine(text: string): string {
  const bare = cleaned(text);
  const isPlain =
    PLAIN_LINE.test(bare) && !MEANS_MORE.test(bare) && !/: | #|[: ]$|\$\{\{/.test(bare);
  return isPlain ? bare : yamlText(bare);
}

export function yamlList(texts: readonly string[]): string {
  return `[${texts.map(yamlText).join(", ")}]`;
}

/** What stands behind "run:": a line, or a block whose lines get the indentation. */
export function yamlScript(script: string, indent: string): string {
  const bare = cleaned(script).replace(/\n+$/, "");
  const lines = bare.split("\n");
  const isBlock =
    lines.length > 1 &&
    /^\S/.test(lines[0] ?? "") &&
    lines.every((line) => !line.startsWith("\t") && !HAS_UNSEEN.test(line.replaceAll("\t", "")));
  if (!isBlock) return yamlLine(bare);
  return ["|", ...lines.map((line) => (line === "" ? "" : indent + line))].join("\n");
}

/** Lines of a comment; long ones are broken between words. */
export function yamlComment(text: string, first = "# ", rest = first): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of shownText(text).split(" ")) {
    const lead = lines.length === 0 ? first : rest;
    if (line !== "" && lead.length + line.length + 1 + word.length > WIDTH) {
      lines.push(lead + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(((lines.length === 0 ? first : rest) + line).trimEnd());
  return lines;
}

/** A text on one line in which nothing is hidden: for comments, and for messages about it. */
export function shownText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\ufffd", "?")
    .replace(/\s+/g, " ")
    .replace(UNSEEN, (character) => `<${codeOf(character).toUpperCase()}>`)
    .trim();
}

function cleaned(text: string): string {
  return text.toWellFormed().replaceAll("\0", "");
}

/** Between double quotes, with an escape for all that can't be seen. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(UNSEEN, (character) => {
    const code = codeOf(character);
    return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
  });
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
