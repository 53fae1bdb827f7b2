// `npm run bench [core|layout|load|looks|screens|runs|cached|noise|mail|survival]`: every goal of speed, as ratios against a reference in the same run. Exits 1 when
// a goal is missed.

import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { benchCached } from "./cached.ts";
import { benchLayout } from "./layout.ts";
import { benchLoad } from "./load.ts";
import { benchLooks } from "./looks.ts";
import { finish, machine } from "./measure.ts";
import { benchMail } from "./mail.ts";
import { benchNoise } from "./noise.ts";
import { benchRuns } from "./runs.ts";
import { benchScreens } from "./screens.ts";
import { benchSurvival } from "./survival.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const only = process.argv[2];
/** `survival 10`: for how many minutes a host is watched at work. */
const minutes = Number(process.argv[3] ?? 1);
const wanted = (name: string): boolean => only === undefined || only === name;

execFileSync(process.execPath, [join(ROOT, "scripts/build.ts")], { stdio: "inherit" });
console.log(machine());
if (wanted("core"))
  execFileSync(process.execPath, [join(ROOT, "scripts/bench/core.ts")], { stdio: "inherit" });
if (wanted("layout")) benchLayout();
if (wanted("load")) await benchLoad();
if (wanted("looks")) benchLooks();
if (wanted("screens")) await benchScreens();
if (wanted("runs")) benchRuns();
if (wanted("cached")) benchCached();
if (wanted("noise")) await benchNoise();
if (wanted("mail")) await benchMail();
if (wanted("survival")) await benchSurvival(minutes);
finish();
