// Semantics 7.3: where a secret comes from when an attempt starts. Real files and real commands.

import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SecretRequest, resolveSecrets } from "../../src/engine/host/secrets.ts";
import { secretWarnings, secretsOnlyInShell } from "../../src/cli/secret-warnings.ts";
import { allProcesses } from "../../src/engine/host/proc.ts";
import { alive, type Lab, lab, PATH, until } from "./lab.ts";

let here: Lab;
beforeEach(() => {
  here = lab();
});
afterEach(() => here.close());

const sh = (script: string): readonly string[] => ["sh", "-c", script];

interface Given extends Partial<Omit<SecretRequest, "plan">> {
  readonly names?: readonly string[];
  readonly envFile?: string | null;
}

function resolved({ names = ["TOKEN"], envFile = null, ...given }: Given) {
  return resolveSecrets({
    plan: { secrets: names, envFile, folder: here.folder },
    captured: { PATH, DAGTOP_LAB: here.folder },
    credentials: undefined,
    commands: {},
    ...given,
  });
}

async function valueOf(given: Given): Promise<string | undefined> {
  const found = await resolved(given);
  if (!found.ok) throw new Error(found.cause);
  return found.values["TOKEN"];
}

async function causeOf(given: Given): Promise<string> {
  const found = await resolved(given);
  return found.ok ? "" : found.cause;
}

function envFile(text: string, mode = 0o600): string {
  const file = here.write("secrets.env", text);
  chmodSync(file, mode);
  return file;
}

function credentials(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = here.path("credentials");
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text);
  return folder;
}

describe("7.3 a secret is looked for", () => {
  it("7.3 in the env file first, then among the credentials, then by its command", async () => {
    const commands = { TOKEN: sh("echo command") };
    const folder = credentials({ TOKEN: "credential" });
    const file = envFile("TOKEN=file\n");
    expect(await valueOf({ commands })).toBe("command");
    expect(await valueOf({ commands, credentials: folder })).toBe("credential");
    expect(await valueOf({ commands, credentials: folder, envFile: file })).toBe("file");
    expect(await valueOf({ commands, envFile: envFile("OTHER=1\n") })).toBe("command");
  });

  it("7.3 nowhere else: not in the shell of who asked, nor in the host's environment", async () => {
    process.env["DAGTOP_TEST_TOKEN"] = "hush";
    const captured = { PATH, DAGTOP_TEST_TOKEN: "hush" };
    expect(await causeOf({ names: ["DAGTOP_TEST_TOKEN"], captured })).toBe(
      "the secret DAGTOP_TEST_TOKEN is in no env_file, credential or command of the config",
    );
    delete process.env["DAGTOP_TEST_TOKEN"];
  });

  it("7.3 for all names at once, and the first that is missing is named", async () => {
    const commands = { A: sh("echo 1"), C: sh("echo 3") };
    expect(await resolved({ names: ["A", "C"], commands })).toEqual({
      ok: true,
      values: { A: "1", C: "3" },
    });
    expect(await causeOf({ names: ["A", "B", "C"], commands })).toContain("the secret B is in no");
    expect(await resolved({ names: [] })).toEqual({ ok: true, values: {} });
  });

  it("7.2 an env file that others can read, or that is gone, gives nothing", async () => {
    const commands = { TOKEN: sh("echo command") };
    const open = envFile("TOKEN=hush\n", 0o644);
    expect(await causeOf({ envFile: open, commands })).toBe(
      `the env_file ${open} can be read by others (mode 0644): chmod 600 it`,
    );
    const gone = here.path("gone");
    expect(await causeOf({ envFile: gone, commands })).toBe(`the env_file ${gone} is not there`);
  });

  it.each(["__proto__", "constructor", "toString"])(
    "and a name that every object has is no secret that was given: %s",
    async (name) => {
      const found = await causeOf({ names: [name], envFile: envFile("A=1\n") });
      expect(found).toContain("is in no env_file");
    },
  );
});

describe("7.3 a value", () => {
  it("7.3 is what was given, less one line break at its end", async () => {
    expect(await valueOf({ commands: { TOKEN: sh("printf ' a b\\n\\n'") } })).toBe(" a b\n");
    expect(await valueOf({ commands: { TOKEN: sh("printf 'ü\\tx'") } })).toBe("ü\tx");
    expect(await valueOf({ credentials: credentials({ TOKEN: "c\n\n" }) })).toBe("c\n");
    expect(await valueOf({ envFile: envFile('TOKEN="two\\nlines"\n') })).toBe("two\nlines");
  });

  it("7.3 that is empty, or no text, is refused by where it stood", async () => {
    const printed = (script: string) => causeOf({ commands: { TOKEN: sh(script) } });
    expect(await printed("true")).toBe("the secret TOKEN is empty in what its command printed");
    expect(await printed("echo")).toBe("the secret TOKEN is empty in what its command printed");
    expect(await printed("printf 'hu\\000sh'")).toContain("is no text in what its command printed");
    expect(await printed("printf '\\377\\376'")).toContain(
      "is no text in what its command printed",
    );
    expect(await causeOf({ envFile: envFile("TOKEN=\n") })).toContain("is empty in the env_file");
    const folder = credentials({ TOKEN: Buffer.from([0xff, 0xfe]) });
    expect(await causeOf({ credentials: folder })).toContain(
      "is no text in $CREDENTIALS_DIRECTORY",
    );
  });

  it("7.3 has at most 64 KiB", async () => {
    const most = 64 * 1024;
    const bytes = (count: number) => sh(`head -c ${count} /dev/zero | tr '\\0' x`);
    expect((await valueOf({ commands: { TOKEN: bytes(most) } }))?.length).toBe(most);
    expect(await causeOf({ commands: { TOKEN: bytes(most + 1) } })).toContain("more than 64 KiB");
    const folder = credentials({ TOKEN: "x".repeat(most + 1) });
    expect(await causeOf({ credentials: folder })).toContain("more than 64 KiB");
  });
});

describe("7.3 a command of the config", () => {
  it("7.3 has the run's environment and folder, and no stdin", async () => {
    const captured = { PATH, WHO: "caller", DAGTOP_LAB: here.folder };
    const commands = { TOKEN: sh('echo "$WHO $(pwd) $(wc -c)"') };
    expect(await valueOf({ captured, commands })).toBe(`caller ${here.folder} 0`);
  });

  it("3.8 never carries the marker of an attempt, nor anything of the host's", async () => {
    process.env["DAGTOP_TEST_TOKEN"] = "hush";
    const captured = { PATH, DAGTOP_LAB: here.folder, DAGTOP_MARK: "home/attempt" };
    const found = await valueOf({ captured, commands: { TOKEN: sh("env") } });
    delete process.env["DAGTOP_TEST_TOKEN"];
    expect(found).toContain(`DAGTOP_LAB=${here.folder}`);
    expect(found).not.toMatch(/DAGTOP_MARK|DAGTOP_TEST_TOKEN/);
  });

  it("7.3 that fails tells how it ended, and nothing that it printed", async () => {
    const cause = (argv: readonly string[]) => causeOf({ commands: { TOKEN: argv } });
    expect(await cause(sh("echo hush; echo hush >&2; exit 3"))).toBe(
      "the secret TOKEN is not there: its command ended with 3",
    );
    expect(await cause(sh("echo hush; kill -9 $$"))).toBe(
      "the secret TOKEN is not there: its command ended with SIGKILL",
    );
    expect(await cause(["/no/such/program"])).toBe(
      "the secret TOKEN is not there: its command could not be started (ENOENT)",
    );
    expect(await cause([])).toContain("its command could not be started");
    expect(await cause(["echo", "a\0b"])).toContain("its command could not be started");
  });

  it("7.3 that does not end in time is killed with all that it started", async () => {
    const script = "sleep 1000 & echo $! > child; echo hush; sleep 1000";
    const cause = await causeOf({ commands: { TOKEN: sh(script) }, limitMs: 1000 });
    expect(cause).toBe("the secret TOKEN is not there: its command did not end within 1 s");
    const child = Number(here.read("child"));
    expect(child).toBeGreaterThan(1);
    await until(() => !alive(child));
  });

  it("7.3 that hangs dies with its host, with all that it started, however that ends", async () => {
    const module = `${import.meta.dirname}/../../src/engine/host/secret-command.ts`;
    const argv = ["sh", "-c", "sleep 1000 & echo $! > child; echo $$ > self; sleep 1000"];
    const command = {
      argv,
      env: { PATH, DAGTOP_LAB: here.folder },
      cwd: here.folder,
      limitMs: 1e6,
    };
    const text = `import(${JSON.stringify(module)}).then((m) => m.printedBy(${JSON.stringify(command)}))`;
    const host = here.spawn([process.execPath, "-e", text]);
    await until(() => here.lines("self").length === 1 && here.lines("child").length === 1);
    const pids = ["self", "child"].map((name) => Number(here.read(name)));
    expect(pids.every(alive)).toBe(true);
    process.kill(host.pid, "SIGKILL");
    await until(() => !pids.some(alive));
  });

  it("7.3 may leave something running, which nobody waits for or ends, and has no guard after it", async () => {
    const script = "sleep 1000 > /dev/null & echo $! > left; echo $$ > self; echo value";
    expect(await valueOf({ commands: { TOKEN: sh(script) } })).toBe("value");
    expect(alive(Number(here.read("left")))).toBe(true);
    const group = Number(here.read("self"));
    await until(() => allProcesses().filter((one) => one.session === group).length === 1);
    process.kill(Number(here.read("left")));
  });

  it("7.3 has no other child than its own, and no descriptor of its guard", async () => {
    const script = 'read c < /proc/$$/task/$$/children; echo "children:$c:"; ls /proc/$$/fd';
    const printed = await valueOf({ commands: { TOKEN: sh(script) } });
    expect(printed?.split("\n").slice(0, 4)).toEqual(["children::", "0", "1", "2"]);
    expect(printed?.split("\n")).not.toContain("3");
  });

  it("7.3 is not waited for by others: many run side by side, a few at a time", async () => {
    const script = 'touch "$0"; until test -e go; do sleep 0.02; done; echo "$0"';
    const names = Array.from({ length: 20 }, (_, place) => `T${place}`);
    const commands = Object.fromEntries(names.map((name) => [name, [...sh(script), name]]));
    const all = resolved({ names, commands });
    const begun = () => names.filter((name) => existsSync(here.path(name))).length;
    await until(() => begun() === 8);
    here.write("go", "");
    expect(await all).toEqual({
      ok: true,
      values: Object.fromEntries(names.map((name) => [name, name])),
    });
  });
});

describe("7.3 preflight", () => {
  const plan = { secrets: ["A", "B", "C", "D"] };

  it("7.3 names the secrets that only the caller's shell has", () => {
    const shell = { A: "1", B: "2", C: "3", OTHER: "4" };
    expect(secretsOnlyInShell(plan, shell, { B: "" }, { C: ["pass", "c"] })).toEqual(["A"]);
  });

  it("7.3 warns with both ways out, and without any value", () => {
    const [warning = ""] = secretWarnings(["A"], "/p/.env");
    expect(warning).toContain("the secret A is set in this shell only");
    expect(warning).toContain("put it into /p/.env");
    expect(secretWarnings([], null)).toEqual([]);
  });
});
