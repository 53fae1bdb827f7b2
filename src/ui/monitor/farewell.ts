// What stays on the terminal when the screens are left: which runs go on, and what failed while they were open. Never a
// log.

import { elapsed } from "../format.ts";
import { type Line, part } from "../line.ts";
import { RUN_MARKS, glyphOf } from "../theme.ts";
import type { View } from "./view.ts";

const MOST = 5;

/** @param since - when the screens were opened, epoch milliseconds */
export function farewell(view: View, since: number, ascii: boolean): readonly Line[] {
  const { pipelines } = view.dashboard;
  const going = pipelines.flatMap(({ name, active }) =>
    active === null ? [] : [{ name, active }],
  );
  const failed = pipelines.flatMap(({ name, last }) =>
    last !== null && last.endedAt !== null && last.endedAt >= since && isBad(last.state)
      ? [{ name, last }]
      : [],
  );
  const lines = [
    ...going.slice(0, MOST).map(({ name, active }): Line => {
      const mark = RUN_MARKS[active.state];
      return [
        part(`${glyphOf(mark, ascii)} ${name}#${active.number}`, mark.meaning),
        part(` goes on  ${active.says}`),
      ];
    }),
    ...failed.slice(0, MOST).map(({ name, last }): Line => {
      const mark = RUN_MARKS[last.state];
      const ago = elapsed(view.now - (last.endedAt ?? view.now));
      return [
        part(
          `${glyphOf(mark, ascii)} ${name}#${last.number} ${mark.word} ${ago} ago`,
          mark.meaning,
        ),
        part(`  ${last.reason ?? ""}  dagtop show ${name}#${last.number}`),
      ];
    }),
  ];
  const more = Math.max(0, going.length - MOST) + Math.max(0, failed.length - MOST);
  return more > 0 ? [...lines, [part(`and ${more} more: dagtop status`)]] : lines;
}

function isBad(state: string): boolean {
  return state === "failed" || state === "timed_out" || state === "partial";
}
