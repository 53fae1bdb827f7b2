// Facts about the home itself, by name.

import type { Db } from "./open.ts";

const PUT = /* sql */ `
  insert into meta (key, value) values (:key, :value) on conflict (key) do nothing`;
const GET = /* sql */ `select value from meta where key = ?`;

const SET = /* sql */ `
  insert into meta (key, value) values (:key, :value)
  on conflict (key) do update set value = excluded.value`;

const HOME_ID = "home_id";
const SECRET_KEY = "secret_key";
/** Where the home is: device and inode of its folder, and the boot in which they were seen. */
const PLACE = "place";
const PLACE_BOOT = "place_boot";

export interface Place {
  /** "DEVICE:INODE" */
  readonly place: string;
  readonly boot: string;
}

export function metaTable(db: Db) {
  const put = db.prepare<{ key: string; value: string }>(PUT);
  const get = db.prepare<[string], { value: string }>(GET);
  const set = db.prepare<{ key: string; value: string }>(SET);
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
    /** Whether the folder is another one than it was in this very boot: then it is a copy (semantics 5.10). */
    isElsewhere: ({ place, boot }: Place): boolean => {
      const before = get.get(PLACE)?.value ?? place;
      return before !== place && get.get(PLACE_BOOT)?.value === boot;
    },
    putPlace: ({ place, boot }: Place): void => {
      set.run({ key: PLACE, value: place });
      set.run({ key: PLACE_BOOT, value: boot });
    },
  };
}

export function metaFeed(db: Db) {
  const get = db.prepare<[string], { value: string }>(GET);
  return {
    /** Null in a home where no host of this form has been. */
    secretKey: (): string | null => get.get(SECRET_KEY)?.value ?? null,
    /** Where a host has last been sure to be. */
    place: (): Place | null => {
      const [place, boot] = [get.get(PLACE)?.value, get.get(PLACE_BOOT)?.value];
      return place === undefined || boot === undefined ? null : { place, boot };
    },
  };
}
