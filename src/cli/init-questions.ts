// The three questions of `dagtop init`. Enter takes the default; a closed input or Ctrl-C is an answer too: nothing is done.

import { type Interface, createInterface } from "node:readline/promises";
import { NAME, NAME_HINT } from "../pipeline/names.ts";
import { plainText } from "../ui/sanitise.ts";
import type { Choice } from "./init-found.ts";
import type { FirstFile } from "./init-text.ts";
import { say } from "./output.ts";

/** Null when who was asked went away. */
export async function askFor(name: string, choices: readonly Choice[]): Promise<FirstFile | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const gone = new Promise<null>((done) => {
    terminal.once("close", () => {
      done(null);
    });
  });
  try {
    return await Promise.race([gone, answers(terminal, name, choices)]);
  } catch (error) {
    if ((error as Error).name === "AbortError") return null;
    throw error;
  } finally {
    terminal.close();
  }
}

async function answers(
  terminal: Interface,
  name: string,
  choices: readonly Choice[],
): Promise<FirstFile> {
  const named = await until(terminal, `Name of the pipeline (${name}): `, (answer) => {
    if (answer === "") return name;
    return NAME.test(answer) ? answer : complaint(NAME_HINT);
  });
  say("What to run?");
  for (const [place, { label }] of choices.entries()) say(`  ${place + 1}  ${plainText(label)}`);
  const choice = await until(terminal, "Number (1): ", (answer) => {
    const chosen = choices[answer === "" ? 0 : Number(answer) - 1];
    return chosen ?? complaint(`Write a number from 1 to ${choices.length}.`);
  });
  say("When?");
  say("  1  when it is asked for");
  say("  2  every night at 02:00");
  const when = await until(terminal, "Number (1): ", (answer) =>
    ["", "1", "2"].includes(answer) ? answer : complaint("Write 1 or 2."),
  );
  return { name: named, choice, isNightly: when === "2" };
}

/** Asks until an answer will do. */
async function until<T>(
  terminal: Interface,
  question: string,
  read: (answer: string) => T | null,
): Promise<T> {
  for (;;) {
    const result = read((await terminal.question(question)).trim());
    if (result !== null) return result;
  }
}

function complaint(hint: string): null {
  say(hint);
  return null;
}
