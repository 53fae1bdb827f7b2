// What a run that goes on does, in the words of the Dashboard: its stage, how far that is and its metric; why it waits; or
// what it asks. Nothing counts down in these words, so that they stay the same while nothing happens.

import type { Masker } from "../../../engine/host/mask.ts";
import type { StageRow } from "../../../engine/rows.ts";
import type { Doing } from "../../../ui/dashboard/view.ts";
import { roundText } from "../../../ui/format.ts";
import { shortProgress, shortValue } from "../../../ui/progress-short.ts";
import { oneLine, plainText } from "../../../ui/sanitise.ts";
import { waitsBriefly, waitsShort } from "../../../ui/waiting.ts";
import { busyOf, isAsking, onlyQueues, runningText } from "../../active-run.ts";
import type { ActiveRun } from "../../overview.ts";
import type { News, RunNews, StageNews } from "../../status-news.ts";

/** What is cut in the middle of these words is marked so in any character set. */
const CUT = "..";

export function doingOf(active: ActiveRun, news: News, mask: Masker, now: number): Doing {
  const { run, stages } = active;
  const { going } = news;
  const own = news.runs.get(run.id) ?? null;
  if (run.state === "queued") {
    const reason = run.reason ?? "waits for its turn";
    const words = [waitsShort(reason, going), waitsBriefly(reason, going)];
    return doing(words, mask);
  }
  const asking = stages.find(isAsking);
  if (asking !== undefined) {
    const question = oneLine(asking.reason ?? `${asking.key} waits for you`);
    return { ...doing([question, question], mask), asks: asking.key };
  }
  const busy = busyOf(active);
  const [first] = busy;
  if (first === undefined) {
    const round = roundText(run.round, null, now) || (run.state === "running" ? "" : run.state);
    return { ...doing([round, round], mask), dueAt: run.dueAt };
  }
  const alike = busy.filter(
    ({ key, state }) => groupOf(key) === groupOf(first.key) && state === first.state,
  );
  const told = alike.length > 1 ? manyText(alike, news) : oneText(first, own, news);
  const more = busy.length - alike.length;
  const words = more === 0 ? told.words : told.words.map((text) => `${text}  +${more}`);
  const eta = onlyQueues(busy) ? null : etaOf(own, first, now);
  return { ...doing(words, mask), dueAt: told.dueAt, eta };
}

function doing(words: readonly string[], mask: Masker): Doing {
  const [says = "", brief = says] = words.map((text) => mask.text(text));
  return { says, brief, dueAt: null, eta: null, asks: null };
}

interface Told {
  readonly words: readonly [says: string, brief: string];
  readonly dueAt: number | null;
}

function oneText(stage: StageRow, own: RunNews | null, { going }: News): Told {
  const { key, state, reason, attempt, maxAttempts } = stage;
  const name = plainText(key);
  if (state === "running") {
    const about = newsWords(own?.stages.get(key));
    const title = runningText(stage);
    return {
      words: [spaced([title, ...about]), spaced([title, ...about.slice(0, 1)])],
      dueAt: null,
    };
  }
  if (state === "retrying") {
    const next = `try ${attempt + 1}/${maxAttempts}`;
    const why = reason === null ? "" : `: ${oneLine(reason)},`;
    return { words: [`${name}${why} ${next}`, `${name} ${next}`], dueAt: stage.dueAt };
  }
  const waits = reason ?? "waits";
  return {
    words: [`${name} ${waitsShort(waits, going)}`, waitsBriefly(waits, going)],
    dueAt: null,
  };
}

/** Members of a matrix that do the same: how many, and why the first of them waits. */
function manyText(stages: readonly StageRow[], { going }: News): Told {
  const [first] = stages;
  if (first === undefined) return { words: ["", ""], dueAt: null };
  const name = plainText(groupOf(first.key));
  const many = `${name} ${stages.length} ${first.state}`;
  if (first.state !== "queued" || first.reason === null)
    return { words: [many, many], dueAt: null };
  const why = waitsShort(first.reason, going);
  return {
    words: [`${many}: ${why}`, `${name} ${waitsBriefly(first.reason, going)}`],
    dueAt: null,
  };
}

function groupOf(key: string): string {
  return key.split("[", 1)[0] ?? key;
}

/** "ep 3/10" and "f1 .81", as far as they are known. */
function newsWords(news: StageNews | undefined): string[] {
  if (news === undefined) return [];
  const { progress, metric } = news;
  const far = progress === null ? "" : shortProgress(progress, CUT);
  const value = metric === null ? "" : `${plainText(metric.name)} ${shortValue(metric.value)}`;
  return [far, value].filter((text) => text !== "");
}

function spaced(words: readonly string[]): string {
  return words.join("  ");
}

/** Of the run; where that is not known, of the stage that is told of. */
function etaOf(own: RunNews | null, { key }: StageRow, now: number): number | null {
  if (own === null) return null;
  if (own.eta !== null) return own.eta.p50;
  const left = own.stages.get(key)?.left;
  return left?.is === "known" ? now + left.p50 : null;
}
