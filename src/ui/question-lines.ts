// What is asked of a person, below the stages of the live block: the whole question, who may answer, and the two
// commands that answer, each on a line that can be copied.
//
//  ◆ Promote model v8 to production? f1 0.834 against 0.812 of the champion, and
//    nothing else has changed.
//    only ada, grace may answer
//    dagtop approve eval-gate#9 promote
//    dagtop reject eval-gate#9 promote

import { type Line, ellipsis, part } from "./line.ts";
import type { RunView, StageView } from "./project.ts";
import { shellWord } from "./shell-word.ts";
import { STAGE_MARKS, glyphOf } from "./theme.ts";
import { wrapped } from "./wrap.ts";

export interface QuestionRoom {
  readonly columns: number;
  /** Of all questions together. */
  readonly lines: number;
  readonly ascii: boolean;
}

export interface Questions {
  readonly lines: readonly Line[];
  /** The stages whose questions these are. */
  readonly of: ReadonlySet<StageView>;
}

const INDENT = "   ";
const MOST_LINES = 4;
/** A line of the question and the two commands: with less there is no question at all. */
const LEAST = 3;

/** The questions of the stages that wait for a person, in the order of the plan, as many as have room. */
export function questions({ name, stages }: RunView, room: QuestionRoom): Questions {
  const lines: Line[] = [];
  const of = new Set<StageView>();
  for (const stage of stages) {
    if (stage.state !== "waiting") continue;
    const left = room.lines - lines.length;
    if (left < LEAST) break;
    lines.push(...questionOf(name, stage, { ...room, lines: left }));
    of.add(stage);
  }
  return { lines, of };
}

function questionOf(
  run: string,
  stage: StageView,
  { columns, lines, ascii }: QuestionRoom,
): Line[] {
  const who = lines > LEAST && stage.mayAnswer.length > 0 ? [whoMay(stage)] : [];
  const most = Math.min(MOST_LINES, lines - who.length - 2);
  const mark = STAGE_MARKS.waiting;
  const asked = stage.reason === null || stage.reason === "" ? mark.word : stage.reason;
  const text = wrapped(asked, Math.max(1, columns - INDENT.length), most, ellipsis(ascii));
  const answer = (command: string): Line => [
    part(`${INDENT}dagtop ${command} ${shellWord(run)} ${shellWord(stage.name)}`),
  ];
  return [
    ...text.map((line, place) => [
      part(place === 0 ? ` ${glyphOf(mark, ascii)} ` : INDENT, mark.meaning),
      part(line, mark.meaning),
    ]),
    ...who,
    answer("approve"),
    answer("reject"),
  ];
}

function whoMay({ mayAnswer }: StageView): Line {
  return [part(`${INDENT}only ${mayAnswer.join(", ")} may answer`, null, true)];
}
