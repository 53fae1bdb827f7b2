// The first line of the Dashboard: where one is, what lives, and what needs somebody. Where the host is in trouble that is
// said here, on a line of its own if there is no room for it.

import { type Line, type Part, ellipsis, fitted, lineWidth, part } from "../line.ts";
import type { Room } from "../monitor/frame.ts";
import type { View } from "../monitor/view.ts";
import { RUN_MARKS, STAGE_MARKS, glyphOf } from "../theme.ts";

export function homeHeader(view: View, room: Room): readonly Line[] {
  const left: Part[] = [part(" dagtop")];
  if (view.dashboard.empty === null) left.push(part(`  ${view.machine}`));
  if (view.home !== null) left.push(part(`  ${view.home}`, null, true));
  if (view.readonly) left.push(part("  read-only", null, true));
  const right = countParts(view, room.ascii);
  const trouble = troubleOf(view);
  const said = trouble === null ? [] : [part("  "), trouble];
  const isOneLine = lineWidth(left) + lineWidth(said) + lineWidth(right) + 3 <= room.columns;
  const first = spread(isOneLine ? [...left, ...said] : left, right, room);
  return isOneLine || trouble === null
    ? [first]
    : [first, fitted([part(" "), trouble], room.columns, ellipsis(room.ascii))];
}

/** What needs somebody is never cut for what stands left of it. */
function spread(left: Line, right: Line, { columns, ascii }: Room): Line {
  const space = columns - lineWidth(right) - 1;
  if (space < 8) return fitted([part(" "), ...right], columns, ellipsis(ascii));
  const shown = fitted(left, space - 1, ellipsis(ascii));
  return [...shown, part(" ".repeat(space - lineWidth(shown))), ...right];
}

function countParts({ counts, dashboard }: View, ascii: boolean): Line {
  const { running, waiting, pool, forYou } = counts;
  const glyph = (mark: (typeof RUN_MARKS)["running"]): string => glyphOf(mark, ascii);
  const parts: Part[] = [];
  if (running > 0) parts.push(part(`${glyph(RUN_MARKS.running)} ${running} running`, "live"));
  if (waiting > 0)
    parts.push(
      part(`${glyph(RUN_MARKS.queued)} ${waiting} ${pool === null ? "wait" : `waits for ${pool}`}`),
    );
  if (forYou > 0) parts.push(part(`${glyph(STAGE_MARKS.waiting)} ${forYou} for you`, "wait"));
  if (parts.length === 0 && (dashboard.empty !== null || dashboard.pipelines.length > 0))
    parts.push(part("nothing runs", null, true));
  return parts.flatMap((one, place) => (place === 0 ? [one] : [part("  "), one]));
}

/** Why nothing goes on, or soon would not; null where all is well. */
export function troubleOf({ host, counts, trouble, dashboard }: View): Part | null {
  if (trouble !== null) return part(trouble, "bad");
  const goesOn = counts.running + counts.waiting + counts.forYou > 0;
  switch (host.is) {
    case "alive":
      if (host.isCopy === true) return part("a copied home: dagtop doctor --take-over", "warn");
      return host.drains === true ? part("the host drains: nothing new begins", "warn") : null;
    case "starting":
      return part("a host starts", "live");
    case "stopped":
      return part(`host ${host.pid} is stopped: kill -CONT ${host.pid}`, "bad");
    case "elsewhere":
      return part(`host ${host.pid} runs in another container`, "warn");
    case "none":
      if (goesOn) return part("no host: the next action starts one, and it goes on", "warn");
      if (dashboard.pipelines.length === 0) return null;
      return part("no host: it starts when something is triggered", null, true);
  }
}
