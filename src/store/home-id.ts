// The id of a home, for who only looks: it is in the marker of every process that belongs to one of its attempts.

import type { Db } from "./open.ts";

const ID = /* sql */ `select value from meta where key = 'home_id'`;
const LIVE = /* sql */ `select id from attempt where ended_at is null`;

/** Null before a host has been there. */
export function homeIdOf(db: Db): string | null {
  return db.prepare<[], { value: string }>(ID).get()?.value ?? null;
}

/** Ids of all attempts without an end. */
export function liveAttempts(db: Db): Set<string> {
  return new Set(
    db
      .prepare<[], { id: string }>(LIVE)
      .all()
      .map(({ id }) => id),
  );
}
