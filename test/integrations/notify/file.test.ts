// The channel `file`: lines of one file, whole whoever else writes, and nothing but a plain file is written to.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../../src/engine/message.ts";
import { send } from "../../../src/integrations/notify/send.ts";
import type { Channel } from "../../../src/pipeline/channels.ts";
import { ATTACKS } from "../../ui/attacks.ts";
import { MESSAGE, UNSEEN, madeOf, options } from "./messages.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagtop-notify-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const LINE =
  "2026-11-23T02:14:07Z train: CUDA out of memory (exit 1) · stage train of nightly#42, after 3 min" +
  " · f1 0.91, champion v7 0.93 · dagtop show nightly#42\n";

function to(path: string | null, format: "text" | "json" = "text"): Channel {
  return { type: "file", path, format };
}

describe("the channel file", () => {
  it("appends a line, and makes the file for its owner alone", async () => {
    const path = join(folder, "n.log");
    expect(await send(to(path), MESSAGE, options())).toEqual({ is: "accepted" });
    expect(await send(to(path), MESSAGE, options())).toEqual({ is: "accepted" });
    expect(readFileSync(path, "utf8")).toBe(LINE + LINE);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("writes to the home's own file where none is named", async () => {
    const homeFile = join(folder, "notifications.log");
    expect(await send(to(null), MESSAGE, { ...options(), homeFile })).toEqual({ is: "accepted" });
    expect(readFileSync(homeFile, "utf8")).toBe(LINE);
  });

  it("leaves the mode of a file that is there, and follows a link", async () => {
    const path = join(folder, "n.log");
    writeFileSync(path, "before\n");
    chmodSync(path, 0o644);
    symlinkSync(path, join(folder, "link"));
    expect(await send(to(join(folder, "link")), MESSAGE, options())).toEqual({ is: "accepted" });
    expect(readFileSync(path, "utf8")).toBe(`before\n${LINE}`);
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  it("has the whole message as JSON, where that is asked for", async () => {
    const path = join(folder, "n.jsonl");
    await send(to(path, "json"), MESSAGE, options());
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(MESSAGE);
  });

  it("keeps lines whole while many are written at a time", async () => {
    const path = join(folder, "n.jsonl");
    const many = Array.from({ length: 200 }, (_, index) => ({
      ...MESSAGE,
      id: `msg_${index}`,
      lines: ["x".repeat(index * 10)],
    }));
    await Promise.all(many.map((message) => send(to(path, "json"), message, options())));
    const ids = readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as Message).id);
    expect(new Set(ids).size).toBe(200);
  });

  it("is never held by a FIFO, read or not, and writes to nothing but files", async () => {
    const path = join(folder, "fifo");
    execFileSync("mkfifo", [path]);
    const refused = { is: "refused", why: `${path} is a FIFO, not a file` };
    expect(await send(to(path), MESSAGE, options())).toEqual(refused);
    expect(await send(to("/dev/null"), MESSAGE, options())).toEqual({
      is: "refused",
      why: "/dev/null is a device, not a file",
    });
    expect(await send(to(folder), MESSAGE, options())).toEqual({
      is: "refused",
      why: `${folder} is a folder, not a file`,
    });
  });

  it("waits for a folder that is not there", async () => {
    const path = join(folder, "later", "n.log");
    expect(await send(to(path), MESSAGE, options())).toEqual({
      is: "again",
      why: `the folder of ${path} is not there`,
      afterMs: null,
    });
    mkdirSync(join(folder, "later"));
    expect(await send(to(path), MESSAGE, options())).toEqual({ is: "accepted" });
  });

  it("says that a path goes through a file", async () => {
    writeFileSync(join(folder, "x"), "");
    const path = join(folder, "x", "n.log");
    expect(await send(to(path), MESSAGE, options())).toEqual({
      is: "refused",
      why: `${path} can't be written (ENOTDIR)`,
    });
  });

  it.each(ATTACKS)("has one line of plain text of a message that $name", async ({ text }) => {
    for (const format of ["text", "json"] as const) {
      const path = join(folder, format);
      expect(await send(to(path, format), madeOf(text), options())).toEqual({ is: "accepted" });
      const written = readFileSync(path, "utf8");
      expect(written.endsWith("\n")).toBe(true);
      expect(written.slice(0, -1)).not.toMatch(UNSEEN);
    }
  });
});

describe("the channel terminal", () => {
  it("has taken a message at once", async () => {
    expect(await send({ type: "terminal" }, MESSAGE, options())).toEqual({ is: "accepted" });
  });
});
