// Facts about the home itself, by name.

import type { Db } from "./open.ts";

const PUT = /* sql */ `
  insert into meta (key, value) values (:key, :value) on conflict (key) do nothing`;
const GET = /* sql */ `select value from meta where key = ?`;

const HOME_ID = "home_id";

export function metaTable(db: Db) {
  const put = db.prepare<{ key: string; value: string }>(PUT);
  const get = db.prepare<[string], { value: string }>(GET);
  return {
    /** The home's id; `fresh` becomes it where there is none. */
    homeId: (fresh: string): string => {
      put.run({ key: HOME_ID, value: fresh });
      return get.get(HOME_ID)?.value ?? fresh;
    },
  };
}
