// What happened meanwhile, said as toasts: runs that have ended, and people who are waited for; but not of the run that is
// looked at, since that is seen.

import type { Told } from "../../../ui/monitor/told.ts";
import type { View } from "../../../ui/monitor/view.ts";
import { RUN_MARKS } from "../../../ui/theme.ts";

const MOST = 2;

export function meanwhile(before: View, after: View): readonly Told[] {
  if (before.dashboard === after.dashboard) return [];
  const old = new Map(before.dashboard.pipelines.map((pipeline) => [pipeline.id, pipeline]));
  const told = after.dashboard.pipelines.flatMap(({ id, name, last, active }): Told[] => {
    const was = old.get(id);
    if (was === undefined) return [];
    const news: Told[] = [];
    const isOpen = (run: string): boolean => after.run?.run.id === run;
    if (last !== null && last.id === was.active?.id && !isOpen(last.id)) {
      const mark = RUN_MARKS[last.state];
      const why = last.reason === null ? "" : `: ${last.reason}`;
      news.push({
        is: "toast",
        text: `${name}#${last.number} ${mark.word}${why}`,
        meaning: mark.meaning,
      });
    }
    if (
      active !== null &&
      active.asks !== null &&
      was.active?.asks !== active.asks &&
      !isOpen(active.id)
    )
      news.push({
        is: "toast",
        text: `${name}#${active.number} waits for you: ${active.says}`,
        meaning: "wait",
      });
    return news;
  });
  if (told.length <= MOST) return told;
  return [{ is: "toast", text: `${told.length} runs have news`, meaning: "live" }];
}
