// Stage "check": refuses data that no honest model can come from. It names everything that is wrong, not the first
// thing only, and it looks at the file itself: that the data stage means well is not taken on trust.

import { readMails } from "./lib/mails.mjs";
import { fail } from "./lib/stage.mjs";
import { words } from "./lib/words.mjs";

const LIMITS = {
  fewestMails: 5_000,
  leastSpam: 0.2,
  mostSpam: 0.45,
  mostCopies: 0.4,
  mostEmpty: 0.01,
};

const mails = readMails();
const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
const shareOf = (/** @type {(mail: import("./lib/mails.mjs").Mail) => boolean} */ holds) =>
  mails.filter(holds).length / mails.length;

const spam = shareOf((mail) => mail.spam);
const copies = shareOf((mail) => mail.kin !== mail.name);
const empty = shareOf((mail) => mail.subject === "" && mail.text === "");
const parted = partedCopies();

const checks = [
  {
    name: "volume",
    found: `${mails.length.toLocaleString("en")} mails`,
    limit: `at least ${LIMITS.fewestMails.toLocaleString("en")}`,
    holds: mails.length >= LIMITS.fewestMails,
  },
  {
    name: "balance",
    found: `${percent(spam)} spam`,
    limit: `${percent(LIMITS.leastSpam)} to ${percent(LIMITS.mostSpam)}`,
    holds: spam >= LIMITS.leastSpam && spam <= LIMITS.mostSpam,
  },
  {
    name: "copies",
    found: `${percent(copies)} copies of another`,
    limit: `at most ${percent(LIMITS.mostCopies)}`,
    holds: copies <= LIMITS.mostCopies,
  },
  { name: "leaks", found: `${parted} copies across the split`, limit: "none", holds: parted === 0 },
  {
    name: "empty",
    found: `${percent(empty)} without text`,
    limit: `at most ${percent(LIMITS.mostEmpty)}`,
    holds: empty <= LIMITS.mostEmpty,
  },
];

for (const { name, found, limit, holds } of checks) {
  console.log(`${holds ? "ok    " : "FAILED"}  ${name.padEnd(8)} ${found.padEnd(28)} ${limit}`);
}
const bad = checks.filter(({ holds }) => !holds);
if (bad.length > 0) {
  fail(
    `The data is not fit for training: ${bad.map((it) => `${it.name}: ${it.found} (${it.limit})`).join("; ")}.`,
  );
}

console.log(
  `${mails.length.toLocaleString("en")} mails are fit for training, ${percent(spam)} spam`,
);

/** Mails of the same words, or of one family, that stand on different sides of the split. */
function partedCopies() {
  const sides = new Map();
  let count = 0;
  for (const mail of mails) {
    const apart = [`kin ${mail.kin}`, `words ${words(mail).join(" ")}`].filter((key) => {
      const side = sides.get(key) ?? mail.side;
      sides.set(key, side);
      return side !== mail.side;
    });
    if (apart.length > 0) count += 1;
  }
  return count;
}
