// A terminal (tmux) of which pictures are made: what is typed into it, and its screen as soon as it shows something.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { terminalSvg } from "./terminal-svg.ts";

export const ROOT = resolve(import.meta.dirname, "..");

export interface Pictured {
  /** Waits until the screen has the text. @returns its lines with their colours */
  readonly shows: (text: string | RegExp) => Promise<string[]>;
  /** Keys by tmux's names. */
  readonly press: (...keys: string[]) => void;
  readonly type: (text: string) => void;
  readonly close: () => void;
}

const PAUSE_MS = 50;
const MOST_TRIES = 1200;

/** A shell in the project's folder; the program's usual home is in `state`. */
export function pictured(state: string, columns: number, rows: number): Pictured {
  const socket = `dagtop-picture-${process.pid}-${columns}`;
  const tmux = (...args: string[]): string =>
    spawnSync("tmux", ["-L", socket, "-f", "/dev/null", ...args], { encoding: "utf8" }).stdout;
  const path = `PATH="${join(ROOT, "node_modules/.bin")}:$PATH"`;
  const shell = `cd ${ROOT}; unset NO_COLOR CI; ${path} XDG_STATE_HOME=${state} PS1='$ ' exec bash --norc --noprofile`;
  tmux("new-session", "-d", "-x", String(columns), "-y", String(rows), shell);
  // oxlint-disable-next-line no-control-regex -- colours are left out to look for a text
  const plain = (screen: string): string => screen.replaceAll(/\u001b\[[\d;]*m/g, "");
  return {
    shows: async (text) => {
      let screen = "";
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        screen = tmux("capture-pane", "-p", "-e");
        const shown = plain(screen);
        const passes = typeof text === "string" ? shown.includes(text) : text.test(shown);
        if (passes) return whole(screen.trimEnd().split("\n"));
        await sleep(PAUSE_MS);
      }
      throw new Error(`the screen never showed ${String(text)}:\n${plain(screen)}`);
    },
    press: (...keys) => {
      for (const key of keys) tmux("send-keys", key);
    },
    type: (text) => {
      tmux("send-keys", "-l", text);
    },
    close: () => {
      tmux("kill-server");
    },
  };
}

/** tmux names a style once, though it goes on behind the end of a line; here each line names all that holds in it. */
function whole(lines: readonly string[]): string[] {
  let open = "";
  return lines.map((line) => {
    const begun = open + line;
    // oxlint-disable-next-line no-control-regex -- the escape is what it looks for
    for (const [code] of line.matchAll(/\u001b\[[\d;]*m/g)) {
      open = code === "\u001b[0m" ? "" : open + code;
    }
    return begun;
  });
}

/** Draws it into docs/. */
export function keepPicture(
  name: string,
  lines: readonly string[],
  columns: number,
  label: string,
): void {
  writeFileSync(join(ROOT, "docs", name), terminalSvg(lines, columns, label));
}
