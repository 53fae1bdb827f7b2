// Words of a POSIX shell: writing one so that it is read back as it was, and reading the first ones of a command as far as
// that is certain. No shell is parsed: where anything could be more than a plain word, the answer is "can't be known".

/** The text as one word. Its quotes are so set that no `${{` comes out, which a pipeline file takes for its own. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''").replaceAll("${{", "$''{{")}'`;
}

export interface FirstWord {
  /** Without its quotes. */
  readonly word: string;
  /** What stands behind it, without the space between. */
  readonly rest: string;
}

/** The first word of a command; null where it is none that means itself (variables, globs, operators, open quotes). */
export function firstWord(command: string): FirstWord | null {
  const match = /^\s*(?:"([^"\\$`]*)"|'([^']*)'|([^\s"'\\$`*?[\]{}()<>;&|~#!]+))(?=\s|$)/.exec(
    command,
  );
  if (match === null) return null;
  const word = match[1] ?? match[2] ?? match[3] ?? "";
  return { word, rest: command.slice(match[0].length).trimStart() };
}
