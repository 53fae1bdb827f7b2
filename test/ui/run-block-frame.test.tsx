// The block as a component, through ink-testing-library: what one frame shows, and that it follows its source. How it
// behaves on a terminal of a given size is tested beside this with a terminal that is made of bytes.

import { render } from "ink-testing-library";
import { describe, expect, it } from "vitest";
import { type Paced, paced } from "../../src/ui/pace.ts";
import { RunBlock } from "../../src/ui/run-block.tsx";
import { runView } from "../../src/ui/project.ts";
import { type Followed, followedStore } from "../../src/ui/view.ts";
import { spamRun, T0 } from "./rows.ts";

const options = { ascii: false, colour: false, inline: false };

describe("the block of a run as a component", () => {
  it("is empty before the first rows, then shows each stage with its glyph and what it says", async () => {
    const store = followedStore(T0 + 8000);
    const source: Paced<Followed> = paced(store, Object.is, 1);
    const { lastFrame, unmount } = render(<RunBlock source={source} options={options} />);
    expect(lastFrame()).toBe("");
    store.setState({ run: runView(spamRun(), null) });
    await expect.poll(lastFrame).toContain("↻ train");
    expect(lastFrame()).toContain("try 2 of 2 in 3s");
    expect(lastFrame()).toContain("Ctrl-C cancels this run");
    unmount();
    source.stop();
  });

  it("says that the run ends with its command where it lives inside it", async () => {
    const store = followedStore(T0 + 8000);
    store.setState({ run: runView(spamRun(), null) });
    const source = paced(store, Object.is, 1);
    const { lastFrame, unmount } = render(
      <RunBlock source={source} options={{ ...options, inline: true }} />,
    );
    await expect.poll(lastFrame).toContain("it runs inside this command");
    expect(lastFrame()).not.toContain("close the terminal");
    unmount();
    source.stop();
  });
});
