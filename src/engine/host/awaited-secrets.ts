// Starts that wait for their secrets (semantics 7.3): resolved, which may take seconds and holds up nobody else; then their
// fingerprints are committed; only then the start goes on, so that whatever the command prints can be hidden.

import type { AttemptId, RunId } from "../../pipeline/ids.ts";
import type { RunEnvironment } from "../command.ts";
import type { StartEffect } from "../effect.ts";
import type { Run } from "../run.ts";
import type { SecretRow } from "../secret-row.ts";
import { fingerprintsOf } from "./fingerprint.ts";
import { resolveSecrets } from "./secrets.ts";

export interface Fingerprints {
  readonly attempt: AttemptId;
  readonly rows: readonly SecretRow[];
}

export interface SecretPorts {
  /** The home's, in hex. */
  readonly secretKey: string;
  readonly environment: (run: RunId) => RunEnvironment;
  readonly commands: () => Readonly<Record<string, readonly string[]>>;
  readonly found: (fingerprints: Fingerprints) => void;
  readonly refused: (effect: StartEffect, cause: string) => void;
  /** The machine had no room; it is to be started again. */
  readonly held: (effect: StartEffect, cause: string) => void;
}

type Awaited =
  | { readonly is: "asked"; readonly effect: StartEffect }
  | {
      readonly is: "found" | "committed";
      readonly effect: StartEffect;
      readonly values: Readonly<Record<string, string>>;
    };

export function awaitedSecrets(ports: SecretPorts) {
  const awaited = new Map<string, Awaited>();

  async function resolve(run: Run, effect: StartEffect): Promise<void> {
    const { env: captured } = ports.environment(run.id);
    const credentials = process.env["CREDENTIALS_DIRECTORY"];
    const commands = ports.commands();
    const found = await resolveSecrets({ plan: run.plan, captured, credentials, commands });
    if (!awaited.has(effect.key)) return; // stopped meanwhile
    if (!found.ok) {
      awaited.delete(effect.key);
      return found.held ? ports.held(effect, found.cause) : ports.refused(effect, found.cause);
    }
    awaited.set(effect.key, { is: "found", effect, values: found.values });
    const rows = fingerprintsOf(found.values, ports.secretKey);
    ports.found({ attempt: effect.attempt, rows });
  }

  return {
    /** The values that an attempt gets, once all is in place; null until then, and they have been asked for. */
    valuesFor: (run: Run, effect: StartEffect): Readonly<Record<string, string>> | null => {
      if (run.plan.secrets.length === 0) return {};
      const known = awaited.get(effect.key);
      if (known?.is === "committed") return known.values;
      if (known !== undefined) return null;
      awaited.set(effect.key, { is: "asked", effect });
      resolve(run, effect).catch((error: unknown) => {
        ports.refused(effect, error instanceof Error ? error.message : String(error));
      });
      return null;
    },
    /** @returns the start that may go on now, if there is one */
    committed: ({ attempt }: Fingerprints): StartEffect | null => {
      const key = `start:${attempt}`;
      const known = awaited.get(key);
      if (known?.is !== "found") return null;
      awaited.set(key, { ...known, is: "committed" });
      return known.effect;
    },
    effectOf: (key: string): StartEffect | undefined => awaited.get(key)?.effect,
    drop: (key: string): void => {
      awaited.delete(key);
    },
    count: (): number => awaited.size,
  };
}
