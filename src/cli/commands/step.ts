// `dagtop step NAME WITH`: a built-in as a child of the shim, started by a host. What it changes in the home it asks the host for.

import { UserError } from "../../pipeline/user-error.ts";
import type { Command } from "../command.ts";
import { notify } from "../steps/notify.ts";
import { promote } from "../steps/promote.ts";
import type { With } from "../steps/promote-settings.ts";
import { stepHome } from "../steps/step-home.ts";

export const step: Command = {
  name: "step",
  takes: "NAME WITH",
  summary: "Run a built-in stage (a host starts this)",
  counts: [2, 2],
  options: {},
  examples: [],
  run: async (args) => {
    const [name = "", given = ""] = args.positionals;
    const home = stepHome(process.env);
    try {
      if (name === "promote") return await promote(home, withOf(given));
      if (name === "notify") return await notify(home, withOf(given));
      throw new UserError("usage", `There is no step ${name}.`, {
        hint: "Hosts start steps themselves.",
      });
    } finally {
      home.reader.close();
    }
  },
};

function withOf(text: string): With {
  try {
    return JSON.parse(text) as With;
  } catch {
    throw new UserError("usage", "What the step is given is not JSON.", {
      hint: "Hosts start steps themselves.",
    });
  }
}
