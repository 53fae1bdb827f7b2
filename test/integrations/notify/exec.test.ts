// The channel `exec`: what the command gets, what its end means, and that nothing of it stays when its time is over.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Message, type Sent, messageText } from "../../../src/engine/message.ts";
import { send } from "../../../src/integrations/notify/send.ts";
import { ATTACKS } from "../../ui/attacks.ts";
import { MESSAGE, UNSEEN, madeOf, options } from "./messages.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagtop-notify-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function ran(
  script: string,
  more: { readonly message?: Message; readonly limitMs?: number } = {},
): Promise<Sent> {
  const { message = MESSAGE, limitMs = 10_000 } = more;
  const command = ["/bin/sh", "-c", script];
  return send({ type: "exec", command }, message, { ...options(), cwd: folder, limitMs });
}

const again = (why: string): Sent => ({ is: "again", why, afterMs: null });

describe("the channel exec", () => {
  it("gives the message as JSON on stdin, and the main parts as variables", async () => {
    expect(await ran("cat > json; env > env; echo noise")).toEqual({ is: "accepted" });
    expect(JSON.parse(readFileSync(join(folder, "json"), "utf8"))).toEqual(MESSAGE);
    const env = readFileSync(join(folder, "env"), "utf8");
    expect(env).toContain(`DAGTOP_MESSAGE_ID=${MESSAGE.id}\n`);
    expect(env).toContain("DAGTOP_MESSAGE_LEVEL=bad\n");
    expect(env).toContain(`DAGTOP_MESSAGE_TITLE=${MESSAGE.title}\n`);
    expect(env).toContain(`DAGTOP_MESSAGE_TEXT=${messageText(MESSAGE)}\n`);
  });

  it("runs words as they are, without a shell", async () => {
    const command = ["sh", "-c", 'printf %s "$1" > out', "x", "$(id); *"];
    const sent = await send({ type: "exec", command }, MESSAGE, { ...options(), cwd: folder });
    expect(sent).toEqual({ is: "accepted" });
    expect(readFileSync(join(folder, "out"), "utf8")).toBe("$(id); *");
  });

  it("has taken a message that it has not even read", async () => {
    const message = { ...MESSAGE, lines: Array.from({ length: 50 }, () => "x".repeat(2000)) };
    expect(await ran("exec true", { message })).toEqual({ is: "accepted" });
  });

  it.each([
    ["exit 75", "the command ended: exit 75, to be tried again"],
    ["exit 1", "the command ended: exit 1"],
    ["echo first >&2; echo 'no route' >&2; exit 3", "the command ended: exit 3: no route"],
    ["kill -9 $$", "the command ended: killed by SIGKILL"],
    ["printf '\\033[2Jgone\\r\\n' >&2; exit 1", "the command ended: exit 1: <1B>[2Jgone<0D>"],
  ])("is tried again after %s", async (script, why) => {
    expect(await ran(script)).toEqual(again(why));
  });

  it("is tried again where there is no such program", async () => {
    const sent = await send({ type: "exec", command: ["no-such-program"] }, MESSAGE, options());
    expect("why" in sent ? sent.why : "").toMatch(/^the command ended: exit 127: .*not found/);
    const gone = { ...options(), cwd: join(folder, "gone") };
    expect(await send({ type: "exec", command: ["true"] }, MESSAGE, gone)).toEqual(
      again("the command could not be started (ENOENT)"),
    );
  });

  it("ends with all that it started when its time is over", async () => {
    const sent = await ran("sleep 1000 & echo $! > child; echo $$ > own; wait", { limitMs: 1500 });
    expect(sent).toEqual(again("the command was ended: no answer within 1.5 s"));
    for (const name of ["own", "child"]) {
      const pid = Number(readFileSync(join(folder, name), "utf8"));
      await expect.poll(() => isLive(pid), { timeout: 20_000 }).toBe(false);
    }
  });

  it("ends with the process that sends, however that ends", async () => {
    const sender = `
      import { send } from ${JSON.stringify(join(import.meta.dirname, "../../../src/integrations/notify/send.ts"))};
      const command = ["/bin/sh", "-c", "sleep 1000 & echo $! > child; echo $$ > own; wait"];
      const { message, options } = JSON.parse(process.argv[1]);
      await send({ type: "exec", command }, message, { ...options, limitMs: 600_000 });
    `;
    const given = JSON.stringify({ message: MESSAGE, options: { ...options(), cwd: folder } });
    const child = spawn(process.execPath, ["--input-type=module", "-e", sender, given]);
    const pidOf = (name: string): number => Number(readIfThere(join(folder, name)));
    await expect.poll(() => pidOf("own"), { timeout: 20_000 }).toBeGreaterThan(0);
    child.kill("SIGKILL");
    for (const name of ["own", "child"])
      await expect.poll(() => isLive(pidOf(name)), { timeout: 20_000 }).toBe(false);
  });

  it("does not wait for what it leaves behind", async () => {
    expect(await ran("(sleep 1000; true) >&2 & echo $! > child")).toEqual({ is: "accepted" });
    const pid = Number(readFileSync(join(folder, "child"), "utf8"));
    expect(isLive(pid)).toBe(true);
    process.kill(pid);
    expect(await ran("sleep 2 >&2 & echo bad >&2; exit 4")).toEqual(
      again("the command ended: exit 4: bad"),
    );
  });

  it("hides secrets in what it says (7.3)", async () => {
    const command = ["/bin/sh", "-c", "echo no such token: abcdef-123 >&2; exit 1"];
    const sent = await send({ type: "exec", command }, MESSAGE, options({ T: "abcdef-123" }));
    expect(sent).toEqual(again("the command ended: exit 1: no such token: ***"));
  });

  it("gets nothing of an attack as it is", async () => {
    for (const { text } of ATTACKS.filter((_, index) => index % 8 === 0)) {
      const message = madeOf(text);
      const sent = await ran('cat > json; printf %s "$DAGTOP_MESSAGE_TITLE" > title', { message });
      expect(sent).toEqual({ is: "accepted" });
      expect(readFileSync(join(folder, "json"), "utf8").trimEnd()).not.toMatch(UNSEEN);
      expect(readFileSync(join(folder, "title"), "utf8")).not.toMatch(UNSEEN);
    }
  });
});

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function isLive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}
