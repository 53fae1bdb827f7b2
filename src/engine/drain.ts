// What is asked of the host itself: to begin nothing new and leave when what runs has ended, to stop all that runs, and to
// make the attempts of a copied home its own. The first two end with the host: the next one works as usual.

import { type Draft, runOf } from "./draft.ts";
import type { HostInput } from "./input.ts";
import { stopAttempt } from "./stopping.ts";

type Of<Kind extends HostInput["kind"]> = Extract<HostInput, { readonly kind: Kind }>;

export function drain(draft: Draft, { command, by, isOn }: Of<"drain">): void {
  if (draft.drains !== isOn)
    draft.events.push({ kind: isOn ? "host.draining" : "host.drain_off", by });
  draft.drains = isOn;
  const text = isOn ? "nothing new begins" : "works as usual";
  draft.results.push({ command, ok: true, run: null, text });
}

export function stopAll(draft: Draft, { by, kill }: Of<"stop_all">): void {
  if (!draft.drains) draft.events.push({ kind: "host.draining", by });
  draft.drains = true;
  const asked = draft.context.now;
  for (const id of draft.runs.keys()) {
    for (const index of runOf(draft, id).live)
      stopAttempt(draft, id, index, { why: { is: "cancel", by }, asked }, kill);
  }
}

export function takeOver(draft: Draft, { command, by }: Of<"take_over">): void {
  const text = draft.isCopy ? "taken over" : "nothing to take over: this home is no copy";
  if (draft.isCopy) draft.events.push({ kind: "host.took_over", by });
  draft.isCopy = false;
  draft.results.push({ command, ok: true, run: null, text });
}
