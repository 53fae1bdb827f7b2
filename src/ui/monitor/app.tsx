// The screens on a terminal: the picture's lines copied by Ink, one Text each, and keys handed on by their names. A line
// that says what it said before is not drawn again.
//
//   keys ─▶ store ─▶ picture ──paced──▶ App ─▶ Ink ─▶ terminal

import { Box, Text, render, useApp, useInput, usePaste, useWindowSize } from "ink";
import { memo, useEffect, useSyncExternalStore } from "react";
import { AttemptsTable } from "../stage/attempts-table.tsx";
import type { Line } from "../line.ts";
import type { Paced } from "../pace.ts";
import type { Frame } from "./frame.ts";
import { pressesOf } from "./press.ts";
import { lineText } from "./paint.ts";
import type { Press } from "./update.ts";

type SuspendTerminal = ReturnType<typeof useApp>["suspendTerminal"];

export interface ScreenOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** False under NO_COLOR: state is then told by its glyph alone. */
  readonly colour: boolean;
  readonly press: (press: Press) => void;
}

export interface Shown {
  /** Gives the terminal to `work` and takes it back afterwards, drawn anew. */
  readonly suspend: (work: () => Promise<void>) => Promise<void>;
  /** Gives the terminal back as it was. May be called again. */
  readonly close: () => Promise<void>;
}

/** Draws on a terminal of its own until it is closed. `stdout` and `stdin` must be TTYs. */
export function showScreens(frames: Paced<Frame>, options: ScreenOptions): Shown {
  const { stdin, stdout } = options;
  let suspendTerminal: SuspendTerminal | null = null;
  const app = render(
    <App
      frames={frames}
      options={options}
      ready={(suspend) => {
        suspendTerminal = suspend;
      }}
    />,
    {
      stdin,
      stdout,
      alternateScreen: true,
      incrementalRendering: true,
      exitOnCtrlC: false,
      patchConsole: false,
      interactive: true,
      maxFps: 60,
    },
  );
  return {
    suspend: async (work) => {
      if (suspendTerminal === null) return;
      await suspendTerminal(work);
    },
    close: async () => {
      frames.stop();
      app.unmount();
      await app.waitUntilExit();
    },
  };
}

export interface AppProps {
  readonly frames: Paced<Frame>;
  readonly options: ScreenOptions;
  readonly ready: (suspend: SuspendTerminal) => void;
}

/** The whole screen. Draws again when the paced picture or the size of the terminal changes. */
export function App({ frames, options, ready }: AppProps) {
  const { lines, table } = useSyncExternalStore(frames.subscribe, frames.current);
  const { columns, rows } = useWindowSize();
  const { suspendTerminal } = useApp();
  useEffect(() => {
    ready(suspendTerminal);
  }, [ready, suspendTerminal]);
  useInput((input, key) => {
    for (const press of pressesOf(input, key)) options.press(press);
  });
  usePaste((text) => {
    options.press({ key: "", text });
  });
  const { colour } = options;
  const upTo = table === null ? lines.length : table.at;
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Lines lines={lines.slice(0, upTo)} from={0} colour={colour} />
      {table === null ? null : (
        <>
          <AttemptsTable
            // Laid out anew where its columns are others: Ink does not widen what it has once squeezed.
            key={`${columns} ${table.titles.join("|")}`}
            table={table}
            columns={columns}
            colour={colour}
          />
          <Lines
            lines={lines.slice(upTo + table.records.length + 1)}
            from={upTo + table.records.length + 1}
            colour={colour}
          />
        </>
      )}
    </Box>
  );
}

interface LinesProps {
  readonly lines: readonly Line[];
  readonly from: number;
  readonly colour: boolean;
}

function Lines({ lines, from, colour }: LinesProps) {
  // oxlint-disable-next-line react/no-array-index-key -- a line is its place on the screen
  return lines.map((line, row) => <Row key={from + row} line={line} colour={colour} />);
}

/** One line. Equal lines are the same object (frames.ts). */
const Row = memo(function Row({ line, colour }: { readonly line: Line; readonly colour: boolean }) {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">{lineText(line, colour)}</Text>
    </Box>
  );
});
