// Where the secrets of an attempt come from (semantics 7.3): for each name the pipeline's env file, else a credential that
// systemd gave to the host, else a command of the user's config. Resolved anew at each attempt's start; values are in
// memory and in the environment of the command, nowhere else.

import type { Plan } from "../../pipeline/plan.ts";
import { MARK_VARIABLE } from "./census.ts";
import { readEnvFile } from "./env-file.ts";
import { readPlain } from "./plain-file.ts";
import { MOST_BYTES, printedBy } from "./secret-command.ts";

export interface SecretRequest {
  readonly plan: Pick<Plan, "secrets" | "envFile" | "folder">;
  /** What the run keeps of its caller's environment. */
  readonly captured: Readonly<Record<string, string>>;
  /** The host's own $CREDENTIALS_DIRECTORY. */
  readonly credentials: string | undefined;
  /** Name of a secret → the words of the command that prints it. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
  /** Of one command; 10 s by default. */
  readonly limitMs?: number;
}

export type Resolved =
  | { readonly ok: true; readonly values: Readonly<Record<string, string>> }
  /** `held` where the machine had no room: the start may be tried again (semantics 5.3). */
  | { readonly ok: false; readonly cause: string; readonly held: boolean };

const COMMAND_LIMIT_MS = 10_000;
/** How many commands run at once, of all attempts together. */
const MOST_COMMANDS = 8;

type Value =
  | { readonly is: "value"; readonly value: string }
  | { readonly is: "none" }
  | { readonly is: "bad"; readonly cause: string; readonly held: boolean };

const NONE: Value = { is: "none" };

/** Never rejects. A cause names the secret and where it should have come from, and nothing of any value. */
export async function resolveSecrets(request: SecretRequest): Promise<Resolved> {
  const { secrets, envFile } = request.plan;
  if (secrets.length === 0) return { ok: true, values: {} };
  const file = envFile === null ? { ok: true as const, env: {} } : readEnvFile(envFile);
  if (!file.ok) return { ok: false, cause: file.cause, held: false };
  const found = await Promise.all(secrets.map((name) => valueOf(name, file.env, request)));
  const values: [string, string][] = [];
  for (const [place, value] of found.entries()) {
    const name = secrets[place] ?? "";
    if (value.is === "value") values.push([name, value.value]);
    else if (value.is === "bad") return { ok: false, cause: value.cause, held: value.held };
    else return { ok: false, cause: nowhere(name), held: false };
  }
  return { ok: true, values: Object.fromEntries(values) };
}

function nowhere(name: string): string {
  return `the secret ${name} is in no env_file, credential or command of the config`;
}

async function valueOf(
  name: string,
  file: Readonly<Record<string, string>>,
  request: SecretRequest,
): Promise<Value> {
  const given = Object.hasOwn(file, name) ? file[name] : undefined;
  if (given !== undefined) return textOf(name, Buffer.from(given), "the env_file");
  const credential = credentialOf(name, request.credentials);
  return credential.is === "none" ? ofCommand(name, request) : credential;
}

function credentialOf(name: string, folder = ""): Value {
  if (folder === "") return NONE;
  const bytes = readPlain(`${folder}/${name}`, MOST_BYTES + 1);
  if (bytes === null) return NONE;
  if (bytes.length > MOST_BYTES) return bad(name, "as a credential has more than 64 KiB");
  return textOf(name, lessNewline(bytes), "$CREDENTIALS_DIRECTORY");
}

async function ofCommand(name: string, request: SecretRequest): Promise<Value> {
  const argv = Object.hasOwn(request.commands, name) ? request.commands[name] : undefined;
  if (argv === undefined) return NONE;
  const { [MARK_VARIABLE]: _mark, ...env } = request.captured;
  const { limitMs = COMMAND_LIMIT_MS } = request;
  const printed = await oneOfFew(() => printedBy({ argv, env, cwd: request.plan.folder, limitMs }));
  if (!printed.ok) return bad(name, `is not there: its command ${printed.why}`, printed.held);
  return textOf(name, lessNewline(printed.bytes), "what its command printed");
}

/** One line break at the end is the command's or the editor's, not the secret's. */
function lessNewline(bytes: Buffer): Buffer {
  return bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes;
}

/** An environment holds texts without NUL, and an empty secret is a mistake. */
function textOf(name: string, bytes: Buffer, where: string): Value {
  if (bytes.length === 0) return bad(name, `is empty in ${where}`);
  try {
    const value = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return value.includes("\0") ? bad(name, `is no text in ${where}`) : { is: "value", value };
  } catch {
    return bad(name, `is no text in ${where}`);
  }
}

function bad(name: string, what: string, held = false): Value {
  return { is: "bad", cause: `the secret ${name} ${what}`, held };
}

let running = 0;
const waiting: (() => void)[] = [];

/** A matrix of a thousand starts many attempts in one turn. */
async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MOST_COMMANDS) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
