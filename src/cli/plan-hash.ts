// The name by which a plan is stored: equal plans are stored once.

import { createHash } from "node:crypto";
import type { Plan } from "../pipeline/plan.ts";
import { planText } from "../pipeline/plan-text.ts";

/** SHA-256 of its text, in hex. */
export function hashOfPlan(plan: Plan): string {
  return createHash("sha256").update(planText(plan)).digest("hex");
}
