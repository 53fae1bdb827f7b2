// Facts about the home itself, by name.

import type { Db } from "./open.ts";

const PUT = /* sql */ `
  insert into meta (key, value) values (:key, :value) on conflict (key) do nothing`;
const GET = /* sql */ `select value from meta where key = ?`;

const HOME_ID = "home_id";
const SECRET_KEY = "secret_key";

export function metaTable(db: Db) {
  const put = db.prepare<{ key: string; value: string }>(PUT);
  const get = db.prepare<[string], { value: string }>(GET);
  /** What is there, or `fresh`, which is there from now on. */
  const known = (name: string, fresh: string): string => {
    put.run({ key: name, value: fresh });
    return get.get(name)?.value ?? fresh;
  };
  return {
    /** The home's id; `fresh` becomes it where there is none. */
    homeId: (fresh: string): string => known(HOME_ID, fresh),
    /** The key of the fingerprints of secrets. */
    secretKey: (fresh: string): string => known(SECRET_KEY, fresh),
  };
}

export function metaFeed(db: Db) {
  const get = db.prepare<[string], { value: string }>(GET);
  return {
    /** Null in a home where no host of this form has been. */
    secretKey: (): string | null => get.get(SECRET_KEY)?.value ?? null,
  };
}
