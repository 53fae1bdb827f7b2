// The environment that a stage gets: what is captured of the caller's, and what is missing from it.
//
// Only names on the list are taken, plus the pipeline's `pass_env`: the caller's other variables, secrets among
// them, are never stored. DAGTOP_* is dagtop's own and is never passed on.

import { isEnvName } from "./names.ts";
import type { Plan } from "./plan.ts";
import { namesRead } from "./script-names.ts";

const CAPTURED = (
  "PATH HOME USER SHELL LANG LC_* TZ TMPDIR SSH_AUTH_SOCK VIRTUAL_ENV CONDA_* UV_* PYTHONPATH " +
  "LD_LIBRARY_PATH CUDA_* NVIDIA_*"
).split(" ");
const PROXIES = "HTTP_PROXY HTTPS_PROXY FTP_PROXY ALL_PROXY NO_PROXY".split(" ");
const CERTIFICATES = (
  "SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE GIT_SSL_CAINFO PIP_CERT AWS_CA_BUNDLE " +
  "NODE_EXTRA_CA_CERTS"
).split(" ");
const LISTED = [...CAPTURED, ...PROXIES, ...PROXIES.map((n) => n.toLowerCase()), ...CERTIFICATES];

/**
 * What a run keeps of its caller's environment, sorted by name. `passEnv` are names; a trailing * is any rest.
 * `secrets` are never kept, whatever list they are on.
 */
export function capture(
  env: Readonly<Record<string, string | undefined>>,
  passEnv: readonly string[],
  secrets: readonly string[] = [],
): Record<string, string> {
  const patterns = [...LISTED, ...passEnv];
  const taken = Object.keys(env)
    .filter((name) => isEnvName(name) && !name.startsWith("DAGTOP_") && !secrets.includes(name))
    .filter((name) => patterns.some((pattern) => matches(name, pattern)))
    .toSorted();
  return Object.fromEntries(
    taken.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Whether a name is passed to every stage, or only where `pass_env` asks for it. */
export function isListed(name: string): boolean {
  return LISTED.some((pattern) => matches(name, pattern));
}

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

export interface Unpassed {
  readonly stage: string;
  readonly name: string;
}

/**
 * Variables that a stage's script reads and its caller has, but that the stage would not get. Put what the
 * `env_file` sets into `captured`; a script is read roughly, so this is good for a warning only.
 */
export function unpassedNames(
  plan: Pick<Plan, "env" | "secrets" | "stages">,
  callerEnv: Readonly<Record<string, string | undefined>>,
  captured: Readonly<Record<string, string>>,
): Unpassed[] {
  const seen = new Set<string>();
  return plan.stages.flatMap((stage) => {
    // All members of a matrix have one script.
    const group = stage.matrix?.group ?? stage.key;
    if (stage.command.is !== "shell" || seen.has(group)) return [];
    seen.add(group);
    return namesRead(stage.command.script)
      .filter((name) => !name.startsWith("DAGTOP_") && callerEnv[name] !== undefined)
      .filter((name) => !plan.secrets.includes(name))
      .filter(
        (name) => ![captured, plan.env, stage.env].some((given) => Object.hasOwn(given, name)),
      )
      .filter((name) => !SHELL_OWN.has(name))
      .map((name) => ({ stage: group, name }));
  });
}

/** A shell sets these itself. */
const SHELL_OWN: ReadonlySet<string> = new Set(
  "PWD OLDPWD IFS PPID UID EUID RANDOM SECONDS LINENO SHLVL OPTARG OPTIND HOSTNAME BASH".split(" "),
);

export type EnvFile =
  | { readonly ok: true; readonly values: Record<string, string> }
  /** `line` counts from 1. The message never holds the line's text: it may be a secret. */
  | { readonly ok: false; readonly line: number; readonly message: string };

/**
 * Reads an env file: `NAME=value` lines, `export ` before them, comments, quotes around whole values. Nothing is
 * interpolated. Between double quotes \n, \t, \", \\ and \$ are escapes. A later line wins over an earlier one.
 */
export function parseEnvFile(text: string): EnvFile {
  const values: [string, string][] = [];
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const bare = line.trim();
    if (bare === "" || bare.startsWith("#")) continue;
    const result = lineOf(bare);
    if (typeof result === "string") return { ok: false, line: index + 1, message: result };
    values.push(result);
  }
  return { ok: true, values: Object.fromEntries(values) };
}

/** A name and its value, or what is wrong with the line. */
function lineOf(line: string): [string, string] | string {
  const match = /^(?:export\s+)?([^=\s]+)\s*=\s*(.*)$/s.exec(line);
  if (match === null) return "this line is no NAME=value";
  const [, name = "", rest = ""] = match;
  if (!isEnvName(name))
    return "a name has letters, digits and _ only, and does not begin with a digit";
  if (name.startsWith("DAGTOP_")) return "names that begin with DAGTOP_ are dagtop's own";
  if (rest.includes("\0")) return "a NUL character";
  const value = unquoted(rest);
  return value === null ? "the quote is not closed, or text follows it" : [name, value];
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t" };

function unquoted(text: string): string | null {
  if (text.startsWith("'")) return /^'([^']*)'\s*(?:#.*)?$/s.exec(text)?.[1] ?? null;
  if (!text.startsWith('"')) return text.replace(/(^|\s)#.*$/s, "").trimEnd();
  const inside = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/s.exec(text)?.[1];
  if (inside === undefined) return null;
  return inside.replace(
    /\\([nt"\\$])/g,
    (_all, character: string) => ESCAPES[character] ?? character,
  );
}
