// A text as one word of a shell's command line: what a screen proposes can be copied and run as it stands.

// "spam#3" needs nothing: # begins a comment only where a word begins, and ~ and = mean something only there.
const PLAIN = /^[\w./:@%+,-][\w./:@%+,=#~-]*$/;

/** "train", "spam#3", but 'train[lr=0.1]'. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
