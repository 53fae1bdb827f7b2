// Checks what stages say about each other: needs that exist, no cycle, outputs and states only of stages that come
// before.

import { ancestorsOf, graphOf, orderOf, type Graph } from "./graph.ts";
import { stageKey } from "./ids.ts";
import type { ReadStage } from "./load-stages.ts";
import { didYouMean } from "./nearest.ts";
import type { Report } from "./report.ts";

const MOST_CYCLES = 10;

/** Reports every need and use that cannot be, and up to ten cycles. */
export function checkGraph(report: Report, stages: readonly ReadStage[]): void {
  const names = new Set(stages.map((stage) => stage.key.text));
  for (const stage of stages) checkNeeds(report, stage, names);
  checkCycles(report, stages);
  const graph = graphOf(edgesOf(stages));
  for (const [place, stage] of stages.entries()) checkUses(report, stage, place, graph, names);
}

function checkNeeds(report: Report, stage: ReadStage, names: ReadonlySet<string>): void {
  const seen = new Set<string>();
  for (const need of stage.needs) {
    if (need.text === stage.key.text) {
      const hint = "A stage cannot wait for itself: remove it.";
      report.add(need.at, "self-need", `the stage "${need.text}" needs itself`, hint);
    } else if (!names.has(need.text)) {
      report.add(need.at, "unknown-need", `there is no stage "${need.text}"`, () =>
        nameHint(need.text, names, (group) => `Write needs: ${group}`),
      );
    } else if (seen.has(need.text)) {
      report.add(need.at, "double-need", `"${need.text}" is needed twice`, "Keep one of them.");
    }
    seen.add(need.text);
  }
}

function nameHint(
  name: string,
  names: ReadonlySet<string>,
  ofGroup: (group: string) => string,
): string {
  const group = name.slice(0, Math.max(0, name.indexOf("[")));
  if (names.has(group)) return `${ofGroup(group)}, which is all members of its matrix.`;
  if (/[\s,]/.test(name)) return "Several needs are a list: needs: [a, b].";
  const meant = didYouMean(name, names);
  if (meant !== "") return meant;
  const some = [...names].slice(0, 8).join(", ");
  return `The stages are ${some}${names.size > 8 ? ", …" : ""}.`;
}

function edgesOf(stages: readonly ReadStage[]) {
  return stages.map((stage) => ({
    key: stageKey(stage.key.text),
    needs: stage.needs
      .map((need) => need.text)
      .filter((need) => need !== stage.key.text)
      .map(stageKey),
  }));
}

/** Each cycle that was found is cut at one need, so that the next one can be found. */
function checkCycles(report: Report, stages: readonly ReadStage[]): void {
  let edges = edgesOf(stages);
  for (let found = 0; found < MOST_CYCLES; found += 1) {
    const order = orderOf(graphOf(edges));
    if (order.ok) return;
    const [first = "", second = ""] = order.cycle;
    const need = stages
      .find((stage) => stage.key.text === first)
      ?.needs.find((n) => n.text === second);
    const message = `the stages wait for each other: ${pathText(order.cycle)}`;
    const hint = `Read the arrow as "needs": remove one of these needs.`;
    report.add(need?.at ?? 0, "cycle", message, hint);
    edges = edges.map((edge) =>
      edge.key === first ? { ...edge, needs: edge.needs.filter((key) => key !== second) } : edge,
    );
  }
}

function pathText(cycle: readonly string[]): string {
  if (cycle.length <= 12) return cycle.join(" → ");
  const hidden = cycle.length - 8;
  return [...cycle.slice(0, 4), `… ${hidden} more …`, ...cycle.slice(-4)].join(" → ");
}

function checkUses(
  report: Report,
  stage: ReadStage,
  place: number,
  graph: Graph,
  names: ReadonlySet<string>,
): void {
  if (stage.uses.length === 0) return;
  const above = ancestorsOf(graph, place);
  for (const { at, stage: from, of } of stage.uses) {
    if (from === stage.key.text) {
      const hint =
        of === "output"
          ? "Outputs exist when a stage has ended: only stages after it can use them."
          : "Its state is known when it has ended: only stages after it can ask for it.";
      report.add(at, "own-output", `the stage "${from}" uses its own ${of}`, hint);
    } else if (!names.has(from)) {
      report.add(at, "unknown-stage", `there is no stage "${from}"`, () =>
        nameHint(from, names, (group) => `Write stages.${group}`),
      );
    } else if (above[graph.index.get(stageKey(from)) ?? -1] !== 1) {
      const what = of === "output" ? "an output of" : "the state of";
      const message = `"${stage.key.text}" uses ${what} "${from}" but does not wait for it`;
      report.add(at, "output-not-above", message, () => {
        const other = graph.index.get(stageKey(from)) ?? -1;
        return ancestorsOf(graph, other)[place] === 1
          ? `It can't: "${stage.key.text}" comes before "${from}". Use it in a stage after "${from}".`
          : `Add "${from}" to the needs of "${stage.key.text}".`;
      });
    }
  }
}
