// A host that is killed with -9 while it brings a home to this build's schema: after the k-th statement of that. Run as
// `node killed-migration.ts DATABASE K`; it ends by itself when there are fewer statements.

import { migrate } from "../../src/store/migrate.ts";
import { openWriter } from "../../src/store/open.ts";
import { faults } from "./faults.ts";

const [file = "", k = ""] = process.argv.slice(2);
const fault = faults();
const db = fault.wrap(openWriter(file));
fault.after(Number(k), () => {
  process.kill(process.pid, "SIGKILL");
});
migrate(db);
fault.never();
db.close();
