// What the folder has in which dagtop was started, for a home where nothing has run yet. It only looks at the beginning of
// a few files, line by line: nothing is evaluated, and no reader of YAML is loaded.

import { closeSync, openSync, opendirSync, readSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { HomePaths } from "../../engine/home-paths.ts";
import type { EmptyView, Found } from "../../ui/dashboard/view.ts";
import { plainText } from "../../ui/sanitise.ts";
import { widthOf } from "../../ui/width.ts";

const MOST_ENTRIES = 2000;
const MOST_FILES = 60;
const MOST_BYTES = 256 * 1024;
const MOST_SCRIPTS = 5;
const MOST_STAGES = 4;
const LOOK_AGAIN_MS = 2000;

/** @returns the same object for as long as nothing has changed */
export function emptyHome(folder: string, paths: HomePaths): () => EmptyView {
  let known: { readonly at: number; readonly view: EmptyView } | null = null;
  return () => {
    const now = performance.now();
    if (known !== null && now - known.at < LOOK_AGAIN_MS) return known.view;
    const view = { folder: shortened(folder), found: foundIn(folder), mode: modeOf(paths.home) };
    const isSame = known !== null && JSON.stringify(known.view) === JSON.stringify(view);
    known = { at: now, view: isSame && known !== null ? known.view : view };
    return known.view;
  };
}

function shortened(folder: string): string {
  const own = homedir();
  if (folder === own) return "~";
  return plainText(folder.startsWith(`${own}/`) ? `~${folder.slice(own.length)}` : folder);
}

function modeOf(home: string): string | null {
  const found = statSync(home, { throwIfNoEntry: false });
  return found === undefined ? null : `0${(found.mode & 0o777).toString(8)}`;
}

/** What runs as it is comes first, then what a pipeline can be made of. */
const ORDER: readonly Found["is"][] = ["pipeline", "program", "dvc", "script"];

function foundIn(folder: string): readonly Found[] {
  const names = namesIn(folder).filter((name) => /\.(?:ya?ml|ts|py)$/u.test(name));
  const found = names.slice(0, MOST_FILES).flatMap((name) => foundAs(folder, name));
  const rank = ({ is, file }: Found): number =>
    ORDER.indexOf(is) + (/^(?:pipeline|train)\./u.test(file) ? 0 : 0.5);
  const sorted = found.toSorted((a, b) => rank(a) - rank(b));
  const scripts = sorted.filter(({ is }) => is === "script").slice(0, MOST_SCRIPTS);
  return [...sorted.filter(({ is }) => is !== "script"), ...scripts];
}

function namesIn(folder: string): string[] {
  const names: string[] = [];
  try {
    const entries = opendirSync(folder);
    try {
      for (let seen = 0; seen < MOST_ENTRIES; seen += 1) {
        const entry = entries.readSync();
        if (entry === null) break;
        if (!entry.isDirectory() && !entry.name.startsWith(".")) names.push(entry.name);
      }
    } finally {
      entries.closeSync();
    }
  } catch {
    return []; // not ours to look into, or gone
  }
  return names.toSorted();
}

function foundAs(folder: string, name: string): Found[] {
  const file = plainText(name);
  if (name.endsWith(".py")) return [{ is: "script", file }];
  // What would be shown otherwise than it is written can't be handed over by what is shown.
  if (file !== name || widthOf(name) > 120) return [];
  const text = beginningOf(join(folder, name));
  if (name.endsWith(".ts"))
    return /\bdefinePipeline\b/u.test(text) ? [{ is: "program", file }] : [];
  const stages = keysBelow(text, "stages");
  if (stages.length === 0) return [];
  if (name === "dvc.yaml") return [{ is: "dvc", file, stages: stages.length }];
  // Others have stages too: GitLab's is a list, and those of DVC have a `cmd`.
  if (/^\s+cmd:/mu.test(text)) return [];
  const [, given] = /^name:[ \t]*["']?([^"'#\n]+?)["']?[ \t]*(?:#.*)?$/mu.exec(text) ?? [];
  return [
    {
      is: "pipeline",
      file,
      name: plainText(given ?? name.replace(/\.ya?ml$/u, "")),
      stages: stages.slice(0, MOST_STAGES).map(plainText),
      more: Math.max(0, stages.length - MOST_STAGES),
    },
  ];
}

function beginningOf(file: string): string {
  try {
    // A pipe would wait for somebody who writes to it.
    if (!statSync(file).isFile()) return "";
    const fd = openSync(file, "r");
    try {
      const bytes = Buffer.alloc(MOST_BYTES);
      return bytes.toString("utf8", 0, readSync(fd, bytes, 0, MOST_BYTES, 0));
    } finally {
      closeSync(fd);
    }
  } catch {
    return "";
  }
}

/** The keys of the map that stands below a key at the border. */
function keysBelow(text: string, key: string): string[] {
  const lines = text.split("\n");
  const at = lines.findIndex((line) =>
    new RegExp(`^${key}:[ \\t]*(?:#.*)?$`, "u").test(line.trimEnd()),
  );
  if (at < 0) return [];
  const keys: string[] = [];
  let indent: number | null = null;
  for (const line of lines.slice(at + 1)) {
    if (/^\s*(?:#.*)?$/u.test(line)) continue;
    const own = /^ */u.exec(line)?.[0].length ?? 0;
    if (own === 0) break;
    indent ??= own;
    const [, name] = /^ +["']?([A-Za-z0-9_][\w-]*)["']?:/u.exec(line) ?? [];
    if (own === indent && name !== undefined) keys.push(name);
  }
  return keys;
}
