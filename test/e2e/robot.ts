// A robot at a real terminal (tmux): it presses keys, looks at the screen, and waits for what should come, never for a time.

import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { PROGRAM, type Place, until } from "./program.ts";

export interface Robot {
  /** The screen as text, without colours. */
  readonly screen: () => string;
  /** With colours as escape sequences. */
  readonly painted: () => string;
  /** Keys by tmux's names: "Enter", "Escape", "C-c", "j". */
  readonly press: (...keys: string[]) => void;
  /** Characters as they are. */
  readonly type: (text: string) => void;
  /** Waits until the screen passes; fails with the screen. */
  readonly sees: (what: string | RegExp | ((screen: string) => boolean)) => Promise<string>;
  readonly resize: (columns: number, rows: number) => void;
  /** Whether the alternate screen is on, and the cursor visible. */
  readonly modes: () => { readonly alternate: boolean; readonly cursor: boolean };
  /** The clipboard that programs in it have set. */
  readonly copied: () => string;
  readonly close: () => void;
}

let count = 0;

/** A shell on a terminal of this size, in the folder of the place and with its home; `line` is typed into it. */
export function robot(
  here: Place,
  [columns, rows]: readonly [number, number],
  line = `${process.execPath} ${PROGRAM}`,
  env: Readonly<Record<string, string>> = {},
): Robot {
  count += 1;
  const socket = `dagtop-robot-${process.pid}-${count}`;
  const tmux = (...args: string[]): string =>
    spawnSync("tmux", ["-L", socket, "-f", "/dev/null", ...args], { encoding: "utf8" }).stdout;
  const given = Object.entries({ DAGTOP_HOME: here.home, ...env })
    .map(([name, value]) => `${name}='${value}'`)
    .join(" ");
  const shell = `cd ${here.folder}; unset NO_COLOR CI; PS1='$ ' ${given} exec bash --norc --noprofile`;
  tmux("new-session", "-d", "-x", String(columns), "-y", String(rows), shell);
  tmux("set-option", "-g", "set-clipboard", "on");
  tmux("set-option", "-s", "escape-time", "0");
  if (line !== "") tmux("send-keys", "-l", line);
  if (line !== "") tmux("send-keys", "Enter");
  const screen = (): string => tmux("capture-pane", "-p");
  return {
    screen,
    painted: () => tmux("capture-pane", "-p", "-e"),
    press: (...keys) => {
      for (const key of keys) tmux("send-keys", key);
    },
    type: (text) => {
      tmux("send-keys", "-l", text);
    },
    sees: async (what) => {
      const passes = (text: string): boolean =>
        typeof what === "string"
          ? text.includes(what)
          : what instanceof RegExp
            ? what.test(text)
            : what(text);
      try {
        await until(() => passes(screen()));
      } catch (error) {
        throw new Error(`never seen: ${String(what)}\n${screen()}`, { cause: error });
      }
      return screen();
    },
    resize: (toColumns, toRows) => {
      tmux("resize-window", "-x", String(toColumns), "-y", String(toRows));
    },
    modes: () => {
      const [alternate, cursor] = tmux("display-message", "-p", "#{alternate_on} #{cursor_flag}")
        .trim()
        .split(" ");
      return { alternate: alternate === "1", cursor: cursor === "1" };
    },
    copied: () => tmux("show-buffer"),
    close: () => {
      tmux("kill-server");
    },
  };
}

/** The process whose words pass; null without one. */
export function pidOf(test: (words: string[]) => boolean): number | null {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
      if (test(words)) return Number(name);
    } catch {
      // It has ended.
    }
  }
  return null;
}
