// Stage "features": every mail becomes the list of its hashed words and pairs of words.

import { readMails } from "./lib/mails.mjs";
import { outputs, progress } from "./lib/stage.mjs";
import { writeVectors } from "./lib/vectors.mjs";
import { BITS, places, words } from "./lib/words.mjs";

const mails = readMails();
const part = Math.ceil(mails.length / 10);

const rows = mails.map((mail, row) => {
  if (row > 0 && row % part === 0) progress(row / mails.length, `mail ${row} of ${mails.length}`);
  return places(words(mail));
});
writeVectors(mails, rows);

const features = rows.reduce((sum, row) => sum + row.length, 0);
console.log(
  `${features.toLocaleString("en")} features of ${mails.length.toLocaleString("en")} mails in 2^${BITS} places`,
);
outputs({ features });
