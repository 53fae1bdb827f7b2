// What `dagtop notify log` shows of the outbox, and that docs/json.md says the same of its JSON.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { notify } from "../../src/cli/commands/notify.ts";
import { completedOf } from "../../src/cli/completion-words.ts";
import { type LoggedMessage, messageLines, messageShape } from "../../src/cli/notify-log.ts";
import type { Fit } from "../../src/cli/terminal-line.ts";
import { testMessage } from "../../src/cli/notify-test.ts";
import type { MessageState } from "../../src/engine/outbox.ts";
import { attemptId, runId, stageKey } from "../../src/pipeline/ids.ts";
import { loadConfig } from "../../src/pipeline/load-config.ts";
import { problemText } from "../../src/pipeline/problem.ts";
import { definitionOf } from "../pipeline/reading.ts";
import { MESSAGE, UNSEEN, madeOf } from "../integrations/notify/messages.ts";
import { ATTACKS } from "../ui/attacks.ts";

const NOW = Date.UTC(2026, 10, 23, 2, 20, 0);
const PLAIN = { paint: { colour: false, ascii: false }, columns: null };

function row(state: MessageState, changes: Partial<LoggedMessage> = {}): LoggedMessage {
  const isOpen = state === "waiting";
  return {
    run: runId("01a20fd5-f6cd-7346-b0e6-f32a638afcf9"),
    runName: "nightly#42",
    round: 1,
    stage: stageKey("tell"),
    attempt: attemptId("01a20fd5-f6ec-720c-813e-6d5976c55f6e"),
    channel: "team",
    message: MESSAGE,
    state,
    tries: 1,
    nextAt: isOpen ? NOW + 28_000 : null,
    giveUpAt: NOW + 600_000,
    at: NOW - 180_000,
    endedAt: isOpen ? null : NOW - 179_000,
    error: null,
    ...changes,
  };
}

const lines = (rows: LoggedMessage[], fit: Fit = PLAIN) => messageLines(rows, fit, NOW);

describe("dagtop notify log", () => {
  it("has a line for each message: when, where to, of what, how it stands, and why not", () => {
    const shown = lines([
      row("waiting", { tries: 0, nextAt: NOW }),
      row("waiting", { tries: 2, error: "HTTP 503" }),
      row("waiting", { nextAt: NOW, error: "timed out" }),
      row("accepted"),
      row("refused", { error: "HTTP 404: no_service" }),
      row("given_up", { tries: 12, error: "HTTP 500" }),
      row("withdrawn", { tries: 0, runName: null }),
    ]);
    expect(shown).toEqual([
      "  WHEN  CHANNEL  RUN         STAGE  STATE        TRIES  WHY                           TITLE",
      "3m ago  team     nightly#42  tell   ↻ waiting        0                                train: CUDA out of memory (exit 1)",
      "3m ago  team     nightly#42  tell   ↻ waiting        2  again in 28s: HTTP 503        train: CUDA out of memory (exit 1)",
      "3m ago  team     nightly#42  tell   ↻ waiting        1  tried again now: timed out    train: CUDA out of memory (exit 1)",
      "3m ago  team     nightly#42  tell   ✓ accepted       1                                train: CUDA out of memory (exit 1)",
      "3m ago  team     nightly#42  tell   ✗ refused        1  HTTP 404: no_service          train: CUDA out of memory (exit 1)",
      "3m ago  team     nightly#42  tell   ✗ given up      12  HTTP 500                      train: CUDA out of memory (exit 1)",
      "3m ago  team     –           tell   ⊘ withdrawn      0  nobody waits for it any more  train: CUDA out of memory (exit 1)",
    ]);
  });

  it("is cut to the terminal, and has no other characters than ASCII where that is asked for", () => {
    const long = row("refused", { error: "x".repeat(300), channel: "c".repeat(63) });
    const fit = { paint: { colour: false, ascii: true }, columns: 80 };
    for (const line of lines([long], fit)) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).toMatch(/^[\x20-\x7e]*$/);
    }
  });

  it("lets no text of a message reach the terminal as anything but text", () => {
    for (const { text: attack } of ATTACKS) {
      const shown = lines([
        row("refused", { message: madeOf(attack), error: attack, channel: attack }),
      ]);
      expect(shown).toHaveLength(2);
      expect(shown.join("")).not.toMatch(UNSEEN);
    }
  });
});

describe("docs/json.md", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/json.md"), "utf8");
  const fieldsOf = (name: string): [string, string][] => {
    const [, rest = ""] = page.split(`<!-- fields: ${name} -->\n`);
    const [table = ""] = rest.trim().split("\n\n");
    return [...table.matchAll(/^\| `([\w[\]]+)` \| ([^|]+) \|/gm)].map(
      ([, field = "", type = ""]) => [field, type],
    );
  };

  it("has the fields of `notify log`, with what each may be", () => {
    const whole = messageShape(row("waiting", { error: "HTTP 503" }));
    const least = messageShape(row("accepted", { runName: null }));
    const fields = fieldsOf("notify log").filter(([name]) => !name.endsWith("[]"));
    expect(fields.map(([name]) => name)).toEqual(Object.keys(whole));
    for (const shape of [whole, least])
      for (const [name, type] of fields)
        expect(type.split(" or ")).toContain(kindOf(shape[name as keyof typeof shape]));
  });

  it("has the fields of `notify test`", () => {
    const names = ["channel", "type", "id", "state", "error", "retry_after_ms", "took_ms"];
    expect(fieldsOf("notify test").map(([name]) => name)).toEqual(names);
  });

  it("has the words that a message's state can be", () => {
    const [, words = ""] = /^\| `state` \| string \| (`waiting`.*) \|$/m.exec(page) ?? [];
    const states = ["waiting", "accepted", "refused", "given_up", "withdrawn"];
    expect([...words.matchAll(/`(\w+)`/g)].map(([, word]) => word)).toEqual(states);
  });
});

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "string" && /^\d{4}-.*Z$/.test(value)) return "time";
  return Number.isInteger(value) ? "integer" : typeof value;
}

describe("completion", () => {
  it("offers the two words, and behind them the channels", () => {
    expect(completedOf([notify]).map((each) => each.arguments)).toEqual([
      [[{ is: "words", words: ["log", "test"] }], [{ is: "channels" }]],
    ]);
  });
});

describe("docs/notify.md", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/notify.md"), "utf8");
  const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);

  it("has a pipeline that loads, and a configuration with a channel of every type", async () => {
    const [pipeline = "", config = "", ...more] = blocks;
    expect(more).toEqual([]);
    expect((await definitionOf(pipeline)).stages.map(({ key }) => key)).toEqual(["train", "tell"]);
    const loaded = loadConfig(config, "config.yaml", "/home/ada");
    if (!loaded.ok) throw new Error(loaded.problems.map(problemText).join("\n"));
    const types = Object.values(loaded.config.channels).map(({ type }) => type);
    const [, table = ""] = page.split("| type | |\n|---|---|\n");
    const told = [...table.split("\n\n")[0]!.matchAll(/^\| `(\w+)` \|/gm)].map(([, type]) => type);
    expect(new Set<string | undefined>(types)).toEqual(new Set(told));
    expect(told).toHaveLength(10);
  });

  it("lists messages as the program does", () => {
    const shown = lines([
      row("waiting", { tries: 2, error: "HTTP 503" }),
      row("accepted", { channel: "file" }),
    ]);
    expect(page).toContain(`\n${shown.join("\n")}\n`);
  });
});

describe("a test message", () => {
  it("says that it is one, where and when, and has an id of its own", () => {
    const [one, two] = [testMessage("team", NOW), testMessage("team", NOW)];
    expect(one.title).toMatch(/^This is a test of dagtop on \S+, 2026-11-23 02:20 UTC$/);
    expect([one.event, one.level]).toEqual(["test", "ok"]);
    expect(one.id).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(two.id).not.toBe(one.id);
  });
});
