// Mail to numbers: every word and every pair of neighbouring words becomes a place in a vector of 2^18, by hashing.
// Nothing is learned here, so no knowledge of the test mails can slip in.
//
// What differs from one copy of a mail to the next becomes a plain mark: addresses, links, numbers. The names that the
// corpus's makers put in place of their own (zzzz, yyyy, jm) are dropped, since they stand mostly in spam.

export const BITS = 18;

/** Newsletters of 100 kB say in their first words what they are; the rest only costs time. */
const MOST_WORDS = 2_000;

const PLACEHOLDER = /\b(?:zzzz\w*|yyyy\w*|jm)\b/g;

const WORD = /[a-z\u00c0-\u00ff][a-z\u00c0-\u00ff'’-]{0,23}|[$£%]|!+|#[a-z]+#|\d+/g;

/**
 * @param {{ subject: string, text: string }} mail
 * @returns {string[]} words in order; those of the subject are marked as such and come first
 */
export function words({ subject, text }) {
  const above = wordsOf(subject).map((word) => `subject:${word}`);
  return [...above, ...wordsOf(text)].slice(0, MOST_WORDS);
}

function wordsOf(/** @type {string} */ text) {
  const plain = text
    .slice(0, 40_000)
    .toLowerCase()
    .replaceAll(/[\w.+-]+@[\w.-]+/g, " #address# ")
    .replaceAll(/(?:https?:\/\/|www\.)[^\s>"')]*/g, " #link# ")
    .replaceAll(PLACEHOLDER, " ");
  return (plain.match(WORD) ?? []).map((word) => (/^\d/.test(word) ? `#${word.length}` : word));
}

/**
 * The places of a mail's words and pairs in the vector, each once, in rising order.
 *
 * @param {string[]} list
 * @returns {number[]}
 */
export function places(list) {
  const found = new Set();
  let before = "";
  for (const word of list) {
    found.add(hash(word));
    found.add(hash(`${before} ${word}`));
    before = word;
  }
  return [...found].sort((a, b) => a - b);
}

/** FNV-1a of 32 bits, folded to 18 as its authors advise (Fowler, Noll, Vo). */
function hash(/** @type {string} */ text) {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return ((value >>> BITS) ^ value) & (2 ** BITS - 1);
}
