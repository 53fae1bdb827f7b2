// `dagtop doctor`: whether this machine and this home are fit for work, and with --verify whether the home's books are in
// order. Only looks; mends nothing.

import type { Command } from "../command.ts";
import { inspect } from "../diagnosis.ts";
import { EXIT } from "../exit.ts";
import type { Finding } from "../finding.ts";
import { homeFrom } from "../home.ts";
import { say, sayJson } from "../output.ts";
import { takeOver } from "../take-over.ts";

const MARKS: { readonly [Level in Finding["level"]]: string } = {
  ok: "ok     ",
  warning: "warning",
  bad: "BAD    ",
};

export const doctor: Command = {
  name: "doctor",
  takes: "",
  summary: "Check Node, the home, its permissions, the lease and the disk",
  counts: [0, 0],
  options: {
    verify: {
      type: "boolean",
      help: "read all events and compare them with all that was folded from them",
    },
    "take-over": {
      type: "boolean",
      help: "in a copied home: make what ran when it was copied its own",
    },
    json: { type: "boolean", help: "JSON for programs" },
  },
  examples: ["dagtop doctor", "dagtop doctor --verify"],
  run: async (args) => {
    const paths = homeFrom(args.text("home"), process.env);
    if (args.flag("take-over")) return takeOver(paths, args.flag("json"));
    const findings = await inspect(paths, args.flag("verify"));
    if (args.flag("json")) sayJson(findings);
    else {
      for (const { level, what, hint } of findings) {
        say(`${MARKS[level]}  ${what}`);
        if (hint !== null) say(`         ${hint}`);
      }
    }
    return findings.some(({ level }) => level === "bad") ? EXIT.failed : EXIT.succeeded;
  },
};
