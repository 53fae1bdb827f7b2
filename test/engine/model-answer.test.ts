// The embedded registry's decisions (semantics 8.5): who becomes champion, who is refused, and in which words.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Gate } from "../../src/engine/gate.ts";
import { type Answered, answerModel } from "../../src/engine/model-answer.ts";
import type { ModelAsk, Submit } from "../../src/engine/model-ask.ts";
import type { ModelState } from "../../src/engine/model.ts";
import { runId, stageKey } from "../../src/pipeline/ids.ts";
import { GATE } from "./gate.ts";

const EMPTY: ModelState = { model: "bert", lastVersion: 0, versions: [], aliases: {} };

function submit(run: string, f1: number | null, gate: Partial<Gate> = {}): Submit {
  return {
    act: "submit",
    model: "bert",
    attempt: `attempt of ${run}` as Submit["attempt"],
    files: { hash: `hash of ${run}`, bytes: 10, files: 1, name: "model.bin" },
    metrics: f1 === null ? {} : { f1 },
    from: {
      runId: runId(run),
      run: `${run}#1`,
      round: 1,
      stage: stageKey("train"),
      attempt: null,
      source: null,
      params: {},
      data: {},
    },
    gate: { ...GATE, ...gate },
    by: "ada",
    gone: [],
  };
}

/** The state as the store has it once the answer is written. */
function after(state: ModelState, { made, aliases, archived, deleted }: Answered): ModelState {
  const versions = [...state.versions, ...(made === null ? [] : [made])]
    .filter(({ version }) => !deleted.includes(version))
    .map((one) => (archived.includes(one.version) ? { ...one, archivedAt: 1 } : one));
  const lastVersion = Math.max(state.lastVersion, made?.version ?? 0);
  return { ...state, lastVersion, versions, aliases: aliases ?? state.aliases };
}

function told(state: ModelState, ask: ModelAsk) {
  const answered = answerModel(state, ask, 1);
  return { ...answered.answer, ok: answered.ok, state: after(state, answered) };
}

const first = () => told(EMPTY, submit("a", 0.9)).state;

describe("8.5 a candidate", () => {
  it("becomes champion where there is none, if it is above the floor", () => {
    const { outcome, text, champion, state } = told(EMPTY, submit("a", 0.9));
    expect([outcome, champion]).toEqual(["promoted", 1]);
    expect(text).toBe("v1 promoted: f1 0.9, the first champion");
    expect(state.aliases).toEqual({ champion: 1 });
  });

  it("becomes a version, and no more, below the floor: both numbers are told", () => {
    const { outcome, text, state } = told(first(), submit("b", 0.774));
    expect(outcome).toBe("refused");
    expect(text).toBe("refused: f1 0.774 is below 0.8 (champion v1 0.9)");
    expect(state.versions.map(({ version }) => version)).toEqual([1, 2]);
    expect(state.aliases).toEqual({ champion: 1 });
  });

  it("takes the champion's place where it is better, and the other is the previous one", () => {
    const { text, state } = told(first(), submit("b", 0.95));
    expect(text).toBe("v2 promoted: f1 0.95, champion v1 0.9, better by 0.05");
    expect(state.aliases).toEqual({ champion: 2, previous: 1 });
  });

  it("leaves the champion in a tie, and where it is better by no more than the tolerance", () => {
    expect(told(first(), submit("b", 0.9))).toMatchObject({
      outcome: "kept",
      text: "champion v1 kept: f1 0.9 is as good as 0.9",
      champion: 1,
    });
    expect(told(first(), submit("b", 0.905, { tolerance: 0.01 }))).toMatchObject({
      outcome: "kept",
      champion: 1,
    });
  });

  it("is refused for not being better only where the file says so", () => {
    for (const ifNotBetter of ["warn", "fail"] as const)
      expect(told(first(), submit("b", 0.85, { ifNotBetter }))).toMatchObject({
        outcome: "not_better",
        text: "refused: champion v1 kept: f1 0.85 is not better than 0.9",
      });
  });

  it("is refused without the metric, and where the champion has none to compare with", () => {
    expect(told(EMPTY, submit("a", null)).text).toBe("refused: there is no f1");
    const other = told(EMPTY, { ...submit("a", 0.9), metrics: { loss: 0.1, f1: 0.9 } }).state;
    const asked = submit("b", 0.95, { metric: "loss", goal: "min", min: null });
    expect(told(other, { ...asked, metrics: { loss: 0.2 } }).outcome).toBe("kept");
    const without = told(first(), { ...asked, metrics: { loss: 0.2 } });
    expect(without.text).toBe(
      "refused: loss 0.2 can't be compared: champion v1 has no loss; promote one of them by hand",
    );
  });

  it("is refused beside a champion whose files are gone, unless it is better", () => {
    const gone = { ...submit("b", 0.85), gone: [1] };
    expect(told(first(), gone).text).toContain("the files of v1 are gone");
    expect(told(first(), { ...submit("b", 0.95), gone: [1] }).outcome).toBe("promoted");
  });

  it("is the same version when it is asked for again, and stays champion", () => {
    const { state } = told(first(), submit("b", 0.95));
    const again = told(state, submit("b", 0.95));
    expect(again).toMatchObject({
      outcome: "promoted",
      version: 2,
      text: "v2 is champion already",
    });
    expect(again.state.versions).toHaveLength(2);
  });
});

describe("a model", () => {
  const three = () => told(told(first(), submit("b", 0.95)).state, submit("c", 0.99)).state;

  it("goes back to the version that was champion before, and forth again", () => {
    const back = told(three(), { act: "rollback", model: "bert" });
    expect(back.state.aliases).toEqual({ champion: 2, previous: 3 });
    expect(told(back.state, { act: "rollback", model: "bert" }).state.aliases).toEqual({
      champion: 3,
      previous: 2,
    });
    expect(told(first(), { act: "rollback", model: "bert" }).ok).toBe(false);
  });

  it("never loses its champion without force", () => {
    const archive = {
      act: "archive",
      model: "bert",
      which: { versions: [3] },
      force: false,
    } as const;
    expect(told(three(), archive)).toMatchObject({
      ok: false,
      text: "v3 is champion of bert: --force archives it all the same",
    });
    const gone = { act: "delete", model: "bert", versions: [3], force: false } as const;
    expect(told(three(), gone).ok).toBe(false);
    const forced = told(three(), { ...gone, force: true });
    expect(forced).toMatchObject({ ok: true, champion: null, unused: ["hash of c"] });
    expect(forced.state.aliases).toEqual({ previous: 2 });
  });

  it("keeps the newest versions and those with an alias when old ones are archived", () => {
    const four = told(three(), submit("d", 0.81)).state;
    const asked = { act: "archive", model: "bert", which: { keep: 1 }, force: false } as const;
    const { changed, left, state } = told(four, asked);
    expect([changed, left]).toEqual([[1], [2, 3]]);
    expect(told(state, asked).outcome).toBe("unchanged");
    expect(told(state, { act: "promote", model: "bert", version: 1, force: false }).ok).toBe(false);
  });

  it("has its champion on one version that is there, whatever is asked in whatever order", () => {
    const asks = fc.oneof(
      fc
        .record({
          run: fc.constantFrom("a", "b", "c", "d"),
          f1: fc.double({ min: 0, max: 1, noNaN: true }),
        })
        .map(({ run, f1 }): ModelAsk => submit(run, f1)),
      fc
        .record({ version: fc.integer({ min: 1, max: 5 }), force: fc.boolean() })
        .chain(({ version, force }) =>
          fc.constantFrom<ModelAsk>(
            { act: "promote", model: "bert", version, force },
            { act: "archive", model: "bert", which: { versions: [version] }, force },
            { act: "archive", model: "bert", which: { keep: version }, force },
            { act: "delete", model: "bert", versions: [version], force },
            { act: "rollback", model: "bert" },
          ),
        ),
    );
    const property = fc.property(fc.array(asks, { maxLength: 20 }), (list) => {
      let state = EMPTY;
      for (const ask of list) {
        const { champion } = state.aliases;
        const next = told(state, ask);
        state = next.state;
        const there = new Set(state.versions.map(({ version }) => version));
        for (const version of Object.values(state.aliases)) expect(there.has(version)).toBe(true);
        const { champion: now, previous } = state.aliases;
        expect(now === undefined || previous !== now).toBe(true);
        const isForced = "force" in ask && ask.force;
        expect(champion === undefined || isForced || now !== undefined).toBe(true);
      }
    });
    fc.assert(property, { numRuns: 300 });
  });
});
