// What the head of the screens says of a host that lives and yet begins nothing.

import { expect, it } from "vitest";
import { troubleOf } from "../../../src/ui/dashboard/header.ts";
import type { HostView, View } from "../../../src/ui/monitor/view.ts";

const said = (more: Partial<HostView>): string | undefined =>
  troubleOf({
    trouble: null,
    host: { is: "alive", pid: 812, since: 1, ...more },
    counts: { running: 1, waiting: 0, forYou: 0 },
    dashboard: { pipelines: [], runs: null, news: [], empty: null },
  } as unknown as View)?.text;

it.each([
  [{}, undefined],
  [{ drains: false, isCopy: false }, undefined],
  [{ drains: true }, "the host drains: nothing new begins"],
  [{ drains: true, isCopy: true }, "a copied home: dagtop doctor --take-over"],
])("of %j: %s", (more, text) => {
  expect(said(more)).toBe(text);
});
