// Semantics 7.3: a secret is found by its fingerprints in every form that is promised, and hidden; nothing else is.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprintsOf, newKey } from "../../src/engine/host/fingerprint.ts";
import { type Masker, NO_MASK, maskerOf, maskerOfValues } from "../../src/engine/host/mask.ts";
import { maskStream } from "../../src/engine/host/mask-stream.ts";
import { formsOf } from "../../src/engine/host/secret-forms.ts";

const KEY = newKey();
const masker = (values: Readonly<Record<string, string>>): Masker => maskerOfValues(values, KEY);
const SECRET = "Zq9-secret/value+77=";
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const base64url = (text: string): string => Buffer.from(text).toString("base64url");

describe("7.3 a secret is hidden", () => {
  const mask = masker({ TOKEN: SECRET });

  it.each<[string, string]>([
    ["itself", SECRET],
    ["as base64", base64(SECRET)],
    ["as base64 without padding", base64(SECRET).replaceAll("=", "")],
    ["as base64 with the line break that echo adds", base64(`${SECRET}\n`)],
    ["as base64 for URLs", base64url(SECRET)],
    ["within base64, one byte on", base64(`x${SECRET}yz`)],
    ["within base64, two bytes on", base64(`xy${SECRET}`)],
    ["within base64, behind a name", base64(`user:${SECRET}@host`)],
    ["in a URL", encodeURIComponent(SECRET)],
    [
      "in a URL, in lower case",
      encodeURIComponent(SECRET).replaceAll(/%../g, (c) => c.toLowerCase()),
    ],
    ["in the path of a URL", encodeURIComponent(SECRET).replaceAll("%2F", "/")],
  ])("7.3 %s", (_what, written) => {
    const shown = mask.text(`before ${written} after`);
    expect(shown).toMatch(/^before [\w+/=-]{0,30}\*\*\*TOKEN\*\*\*[\w+/=-]{0,30} after$/);
    expect(shown).not.toContain(written);
  });

  it.each<[string, string]>([
    ['a "b"\\c', JSON.stringify('a "b"\\c').slice(1, -1)],
    ["zwölf & drei", JSON.stringify({ k: "zwölf & drei" }).slice(6, -2)],
    ["zwölf & drei", String.raw`zw\u00f6lf & drei`],
    ["zwölf & drei", "zw%C3%B6lf%20%26%20drei"],
    ["zwölf & drei", "zw%C3%B6lf+%26+drei"],
    ["it's me, quoted", String.raw`it'\''s me, quoted`],
    ["100% (sure)!", "100%25%20%28sure%29%21"],
  ])("7.3 as JSON, a URL or a shell writes it: %s as %s", (value, written) => {
    expect(masker({ S: value }).text(`<${written}>`)).toBe("<***S***>");
  });

  it("7.3 of several lines, by each line of 6 characters and more", () => {
    const value = "first line\n  second-line-of-it\r\nshort\nsecret\nlast one here\n";
    const mask = masker({ KEY: value });
    expect(mask.text("x second-line-of-it y")).toBe("x ***KEY*** y");
    expect(mask.text("last one here")).toBe("***KEY***");
    expect(mask.text("short")).toBe("short");
    expect(mask.text("a secret b")).toBe("a ***KEY*** b");
    expect(mask.text(`all: ${value.trim()} of it`)).toBe("all: ***KEY*** of it");
  });

  it("7.3 that is long, in lines as base64 breaks them", () => {
    const value = Array.from({ length: 40 }, (_, n) => `part-${n * 7919}`).join("");
    const mask = masker({ KEY: value });
    for (const width of [76, 64]) {
      const lines = base64(value).match(new RegExp(`.{1,${width}}`, "g")) ?? [];
      expect(lines.length).toBeGreaterThan(3);
      for (const line of lines) expect(mask.text(line)).toBe("***KEY***");
    }
  });

  it("7.3 with the characters beside its base64 that hold bits of its ends", () => {
    for (const before of ["", "a", "ab", "abc", "abcd"]) {
      for (const after of ["", "z", "zy", "zyx"]) {
        const [head = "", tail = ""] = mask
          .text(base64(before + SECRET + after))
          .split("***TOKEN***");
        expect(base64(before + SECRET).startsWith(head)).toBe(true);
        expect(head.length * 6).toBeLessThanOrEqual(before.length * 8);
        // Whatever is left behind begins with a whole group of what came after.
        expect(base64(before + SECRET + after).endsWith(tail)).toBe(true);
        expect(tail.length * 6).toBeLessThanOrEqual(after.length * 8 + 16);
      }
    }
  });

  it("7.3 whatever surrounds it: other characters, or itself", () => {
    expect(mask.text(`ü${SECRET}😀`)).toBe("ü***TOKEN***😀");
    expect(mask.text(SECRET + SECRET)).toBe("***TOKEN******TOKEN***");
    expect(masker({ A: "aaaaaaaa" }).text("aaaaaaaaaaaaaaa b")).toBe("***A*** b");
  });

  it("7.3 where two overlap, as one, by the longer name", () => {
    const two = masker({ LONG: "abcdef-ghijkl-mnopqr", SHORT: "mnopqr-stuvwx" });
    expect(two.text("<abcdef-ghijkl-mnopqr-stuvwx>")).toBe("<***LONG***>");
  });

  it("7.3 by no name where the name itself would tell it", () => {
    expect(masker({ SLACK_TOKEN: "SLACK_TOKEN" }).text("a SLACK_TOKEN b")).toBe("a *** b");
  });

  it("7.3 but not where it is shorter than 6 characters: that is no more than a word", () => {
    expect(fingerprintsOf({ A: "train", B: "", C: " a   " }, KEY)).toEqual([]);
    expect(masker({ A: "train" })).toBe(NO_MASK);
    expect(masker({ A: "trains" }).text("trains")).toBe("***A***");
  });

  it("7.3 with or without the blanks around it", () => {
    expect(masker({ A: "  hush-hush\n" }).text("=hush-hush=")).toBe("=***A***=");
  });
});

describe("7.3 a fingerprint", () => {
  const rows = fingerprintsOf({ TOKEN: SECRET, OTHER: "hunter2hunter2" }, KEY);

  it("7.3 holds names, lengths and keyed hashes, and no form of the value", () => {
    for (const row of rows) {
      expect(row.rolling).toMatch(/^[0-9a-f]{5}$/);
      expect(row.hmac).toMatch(/^[0-9a-f]{64}$/);
    }
    const text = JSON.stringify(rows);
    for (const value of [SECRET, "hunter2hunter2"])
      for (const form of formsOf(value).values()) expect(text).not.toContain(form);
  });

  it("7.3 has one row per name and form, however long the value is", () => {
    const long = fingerprintsOf({ PEM: "line of a key\n".repeat(2000) + SECRET.repeat(4000) }, KEY);
    expect(new Set(long.map(({ form }) => form)).size).toBe(long.length);
    expect(long.length).toBeLessThanOrEqual(250);
  });

  it("7.3 is another under another key, and finds nothing there", () => {
    const other = newKey();
    expect(other).toMatch(/^[0-9a-f]{64}$/);
    const hashes = new Set(rows.map(({ hmac }) => hmac));
    expect(fingerprintsOf({ TOKEN: SECRET }, other).some(({ hmac }) => hashes.has(hmac))).toBe(
      false,
    );
    expect(maskerOf(rows, other).text(SECRET)).toBe(SECRET);
  });

  it("7.3 is enough to hide by: a later host knows no value", () => {
    expect(maskerOf(rows, KEY).text(`${SECRET} hunter2hunter2`)).toBe("***TOKEN*** ***OTHER***");
  });
});

// No * and none of the names' letters, so that what stands in the place of one is never a part of another.
const letter = fc.constantFrom("😀", ..."abcdefghxyz0189+/=-_ .ü\"\\'%&\t".split(""));
const value = fc
  .array(letter, { minLength: 6, maxLength: 40 })
  .map((letters) => letters.join(""))
  .filter((text) => text.trim().length >= 6);
const filler = fc
  .array(fc.oneof(letter, fc.constant("\n")), { maxLength: 60 })
  .map((all) => all.join(""));
const values = fc.array(value, { minLength: 1, maxLength: 4 });
const named = (all: readonly string[]): Record<string, string> =>
  Object.fromEntries(all.map((one, place) => [`S${place}`, one]));

/** Texts in which forms of the secrets stand, with other text between them. */
const planted = values.chain((all) => {
  const forms = all.flatMap((one) => [...formsOf(one).values()]);
  const part = fc.tuple(filler, fc.constantFrom(...forms));
  return fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 6 }), filler)
    .map(([parts, last]) => ({ all, forms, text: parts.flat().join("") + last }));
});

describe("7.3 whatever the secrets and the text are", () => {
  it("7.3 no form of any stands in the text afterwards, and doing it again changes nothing", () => {
    fc.assert(
      fc.property(planted, ({ all, forms, text }) => {
        const mask = masker(named(all));
        const shown = mask.text(text);
        for (const form of forms) expect(shown).not.toContain(form);
        expect(shown).toContain("***");
        expect(mask.text(shown)).toBe(shown);
      }),
      { numRuns: 1500 },
    );
  });

  it("7.3 a text without them stays the very same", () => {
    fc.assert(
      fc.property(values, fc.string({ unit: "binary", maxLength: 300 }), (all, text) => {
        const forms = all.flatMap((one) => [...formsOf(one).values()]);
        fc.pre(!forms.some((form) => text.toWellFormed().includes(form)));
        expect(masker(named(all)).text(text)).toBe(text);
        const bytes = Buffer.from(text);
        expect(masker(named(all)).bytes(bytes)).toBe(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it("7.3 a log in pieces never shows one either, nor a half of it before the rest has come", () => {
    const cuts = fc.array(fc.nat(400), { maxLength: 8 });
    fc.assert(
      fc.property(planted, cuts, ({ all, text }, places) => {
        const forms = all.flatMap((one) => [...formsOf(one)]);
        const mask = masker(named(all));
        const bytes = Buffer.from(text);
        const stream = maskStream(() => mask);
        const at = [...new Set([0, ...places, bytes.length])]
          .filter((place) => place <= bytes.length)
          .toSorted((a, b) => a - b);
        let shown = Buffer.alloc(0);
        for (const [n, from] of at.entries()) {
          shown = Buffer.concat([shown, stream.push(bytes.subarray(from, at[n + 1] ?? from))]);
          for (const [, form] of forms) expect(shown.includes(form)).toBe(false);
        }
        shown = Buffer.concat([shown, stream.rest()]);
        for (const [, form] of forms) expect(shown.includes(form)).toBe(false);
        // Base64 in the text around may lose a character more or less beside a form.
        expect(shown.includes("***")).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it("7.3 the end of a log that still grows holds no beginning of one", () => {
    fc.assert(
      fc.property(value, filler, fc.nat(40), (secret, before, length) => {
        const part = secret.trim().slice(0, length);
        fc.pre(part !== "" && part !== secret.trim());
        const mask = masker({ S: secret });
        const text = `${before}\n>${part}`;
        const shown = maskStream(() => mask).push(Buffer.from(text));
        const whole = mask.text(`${before}\n`);
        expect([whole, `${whole}>`].some((all) => shown.equals(Buffer.from(all)))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("7.3 a log that comes in pieces", () => {
  it("7.3 is given at once as far as its lines are whole, and to the last word of what is not", () => {
    const stream = maskStream(() => masker({ S: "abcdefghijkl" }));
    const push = (text: string): string => stream.push(Buffer.from(text)).toString();
    expect(push("one abcdefghijkl\ntwo ")).toBe("one ***S***\ntwo ");
    expect(push("epoch 1/3: 10% [loss=0.5")).toBe("epoch 1/3: 10% ");
    expect(push("]\r")).toBe("[loss=0.5]\r");
    expect(push("abcdef")).toBe("");
    expect(push("ghijkl")).toBe("");
    expect(stream.rest().toString()).toBe("***S***");
  });

  it("7.3 of a run without secrets is passed on as it is", () => {
    const bytes = Buffer.from("no line break");
    expect(maskStream(() => NO_MASK).push(bytes)).toBe(bytes);
  });

  it("7.3 holds no more back than a secret could be long", () => {
    const stream = maskStream(() => masker({ S: "abcdefghijkl" }));
    const shown = stream.push(Buffer.from("x".repeat(10_000)));
    expect(shown.length).toBeGreaterThan(9900);
  });
});
