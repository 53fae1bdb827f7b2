// The live block of `dagtop run`: drawn in place below the command line, not on a screen of its own, and replaced by a
// short summary when the run is over.
//
//   store ──paced, 4 a second at most──▶ RunBlock ──▶ Ink ──▶ terminal
//
// It reads no key: Ctrl-C arrives as a signal and is the business of whoever follows. At rest it draws nothing.

import { Box, Text, render, useWindowSize } from "ink";
import { useSyncExternalStore } from "react";
import { blockLines } from "./block-lines.ts";
import type { Line, Part } from "./line.ts";
import { type Paced, paced } from "./pace.ts";
import type { RunView } from "./project.ts";
import { sanitise } from "./sanitise.ts";
import { COLOURS, runIsOver } from "./theme.ts";
import type { Followed, FollowedStore } from "./view.ts";

export interface RunBlockOptions {
  readonly ascii: boolean;
  /** False under NO_COLOR: state is then told by its glyph alone. */
  readonly colour: boolean;
  /** Whether the run ends with this process (`--inline`), which changes what the hints may promise. */
  readonly inline: boolean;
}

export interface ShownRun {
  /** Takes the block away and leaves these lines in its place. Resolves when they are written. */
  readonly finish: (summary: readonly string[]) => Promise<void>;
  /** Leaves the block as it stands and gives the terminal back. May be called again, and after `finish`. */
  readonly unmount: () => void;
}

const FRAME_MS = 250;

/** Draws the followed run on a terminal until it is told to finish. `stdout` must be a TTY. */
export function showRun(
  store: FollowedStore,
  stdout: NodeJS.WriteStream,
  options: RunBlockOptions,
): ShownRun {
  const source = paced(store, looksSame, FRAME_MS);
  const app = render(<RunBlock source={source} options={options} />, {
    stdout,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
    incrementalRendering: true,
  });
  let over = false;
  const close = (clear: boolean): boolean => {
    if (over) return false;
    over = true;
    source.stop();
    if (clear) app.clear();
    app.unmount();
    return true;
  };
  return {
    finish: async (summary) => {
      if (!close(true)) return;
      await app.waitUntilExit();
      const lines = summary.map((line) => `${sanitise(line, { colour: options.colour })}\n`);
      await new Promise<void>((resolve) => {
        stdout.write(lines.join(""), () => {
          resolve();
        });
      });
    },
    unmount: () => {
      close(false);
    },
  };
}

// Times are shown in whole seconds, and none moves when the run is over.
function looksSame(a: Followed, b: Followed): boolean {
  if (a.run !== b.run) return false;
  if (a.run === null || runIsOver(a.run.state)) return true;
  return second(a.now) === second(b.now);
}

function second(at: number): number {
  return Math.floor(at / 1000);
}

export interface RunBlockProps {
  readonly source: Paced<Followed>;
  readonly options: RunBlockOptions;
}

/** The whole block. Draws again when the paced view or the size of the terminal changes. */
export function RunBlock({ source, options }: RunBlockProps) {
  const { run, now } = useSyncExternalStore(source.subscribe, source.current);
  const { columns, rows } = useWindowSize();
  if (run === null) return null;
  const { ascii, colour } = options;
  const hints = hintsFor(run, options.inline);
  const lines = blockLines(run, { columns, rows, now, ascii, hints });
  return (
    <Box flexDirection="column">
      {lines.map((line, row) => (
        // oxlint-disable-next-line react/no-array-index-key -- a line is its place on the screen
        <BlockLine key={row} line={line} colour={colour} />
      ))}
    </Box>
  );
}

function BlockLine({ line, colour }: { readonly line: Line; readonly colour: boolean }) {
  return (
    <Text wrap="truncate">
      {line.map((part, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- as above
        <Text key={place} {...styleOf(part, colour)}>
          {part.text}
        </Text>
      ))}
    </Text>
  );
}

function styleOf(part: Part, colour: boolean): { color?: string; dimColor?: boolean } {
  if (!colour) return {};
  const color = part.meaning === null ? null : COLOURS[part.meaning];
  return { ...(color === null ? {} : { color }), dimColor: part.dim };
}

function hintsFor({ state }: RunView, inline: boolean): readonly string[] {
  const cancel =
    state === "cancelling" ? "Ctrl-C again stops it at once" : "Ctrl-C cancels this run";
  return inline
    ? [cancel, "it runs inside this command"]
    : [cancel, "it goes on if you close the terminal", "dagtop status"];
}
