// 5.11 News for who was away for long: whoever is more than 10,000 rows behind begins anew near the end, and does not read
// through all that was meanwhile.

import { afterEach, beforeEach, expect, it } from "vitest";
import { newsFeed } from "../../../src/cli/monitor/news.ts";
import { maskerOf } from "../../../src/engine/host/mask.ts";
import { eventLog } from "../../../src/store/event-log.ts";
import { migrate } from "../../../src/store/migrate.ts";
import type { Db } from "../../../src/store/open.ts";
import { type Reader, openStore } from "../../../src/store/reader.ts";
import { Home } from "../../store/stored-world.ts";

let home: Home;
let db: Db;
let reader: Reader;
beforeEach(() => {
  home = new Home();
  db = home.writer();
  migrate(db);
  reader = openStore(home.file)!;
});
afterEach(() => {
  reader.close();
  home.remove();
});

/** So many times a host held and went on; each hold is news. */
function happened(from: number, to: number): void {
  const { append } = eventLog(db);
  db.transaction(() => {
    for (let n = from; n < to; n += 1)
      append({ kind: "host.holding", cause: `reason ${n}` }, null, 1, n * 10_000);
  })();
}

const feed = () => newsFeed(reader, () => maskerOf([], "00"));
const texts = (news: ReturnType<ReturnType<typeof feed>["read"]>): string[] =>
  news.map(({ items }) => items.map((parts) => parts.map(({ text }) => text).join(" ")).join(", "));

it("is in one look where the news are", () => {
  happened(0, 10);
  const news = feed();
  expect(texts(news.read()).at(-1)).toBe("the host waits: reason 9");
  happened(10, 12_010);
  expect(texts(news.read()).at(-1)).toBe("the host waits: reason 12009");
  const last = news.read();
  expect(news.read()).toBe(last);
});

it("reads on, page by page, where less was missed", () => {
  const news = feed();
  happened(0, 900);
  expect(texts(news.read()).at(-1)).toBe("the host waits: reason 399");
  expect(texts(news.read()).at(-1)).toBe("the host waits: reason 799");
  expect(texts(news.read()).at(-1)).toBe("the host waits: reason 899");
});
