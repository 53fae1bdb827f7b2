// Which mails are copies of each other, in whole or nearly. Spam comes in waves of hundreds that differ in a name or
// a number, and people quote each other's mails in full. If one copy is learnt from and its twin is tested on, the
// test measures memory. So a family of copies must never be parted.
//
// MinHash with bands (Broder 1997): two mails of which more than about half of the runs of three words are the same
// become kin, and so do the kin of kin. It costs one pass over the mails instead of a comparison of every two.

const BANDS = 8;
const ROWS = 3;
const FEWEST_WORDS = 8;

/**
 * @param {string[][]} mails - the words of each mail
 * @returns {number[]} for each mail, the number of the first mail of its family: its own, where it has no kin
 */
export function kinOf(mails) {
  const first = mails.map((_, mail) => mail);
  const holders = new Map();
  for (const [mail, words] of mails.entries()) {
    for (const key of keysOf(words)) {
      const holder = holders.get(key);
      if (holder === undefined) holders.set(key, mail);
      else join(first, mail, holder);
    }
  }
  return first.map((_, mail) => headOf(first, mail));
}

/** Two mails that share any key are kin. The same words always give the same keys. */
function keysOf(/** @type {string[]} */ words) {
  if (words.length < FEWEST_WORDS) return [`all ${words.join(" ")}`];
  const least = leastHashes(words);
  return Array.from({ length: BANDS }, (_, band) => {
    return `${band} ${least.slice(band * ROWS, (band + 1) * ROWS).join(" ")}`;
  });
}

/** For each of 24 hash functions, its least value over all runs of three words. */
function leastHashes(/** @type {string[]} */ words) {
  const least = new Uint32Array(BANDS * ROWS).fill(0xffffffff);
  const hashes = words.map(hash);
  const runs = new Set();
  for (let at = 2; at < hashes.length; at += 1) {
    runs.add(mixed(Math.imul(mixed(hashes[at - 2]) ^ hashes[at - 1], 31) ^ hashes[at]));
  }
  for (const run of runs) {
    for (let row = 0; row < least.length; row += 1) {
      const value = mixed(run ^ Math.imul(row + 1, 0x9e3779b9));
      if (value < least[row]) least[row] = value;
    }
  }
  return least;
}

function hash(/** @type {string} */ word) {
  let value = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) {
    value = Math.imul(value ^ word.charCodeAt(at), 0x01000193);
  }
  return value;
}

/** Spreads every bit over all others (the last step of MurmurHash3, Austin Appleby). */
function mixed(/** @type {number} */ value) {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function join(/** @type {number[]} */ first, /** @type {number} */ a, /** @type {number} */ b) {
  const [headA, headB] = [headOf(first, a), headOf(first, b)];
  first[Math.max(headA, headB)] = Math.min(headA, headB);
}

function headOf(/** @type {number[]} */ first, /** @type {number} */ mail) {
  let head = mail;
  while (first[head] !== head) {
    first[head] = first[first[head]];
    head = first[head];
  }
  return head;
}
