// What the settings of a crontab (NAME = value) mean for the jobs below them. Few are variables only: cron acts on the
// others itself.

import { isEnvName } from "../pipeline/names.ts";

export interface JobSettings {
  /** Without those that cron keeps for itself. */
  readonly env: Readonly<Record<string, string>>;
  /** The words before a command. */
  readonly shell: readonly string[];
  readonly home: string | null;
  readonly timezone: string | null;
  readonly notes: readonly string[];
}

/** What cron takes when nothing is said. It has no -e: the last command of a line decides. */
const SHELL = "/bin/sh";

const OF_CRON: Readonly<Record<string, string>> = {
  MAILFROM: "it belongs to cron's mails",
  CONTENT_TYPE: "it belongs to cron's mails",
  CONTENT_TRANSFER_ENCODING: "it belongs to cron's mails",
  RANDOM_DELAY: "a schedule has a jitter of its own",
};

export function isSetting(name: string): boolean {
  return isEnvName(name) && !name.startsWith("DAGTOP_");
}

export function settingsOf(settings: ReadonlyMap<string, string>): JobSettings {
  const zone = settings.get("CRON_TZ");
  const home = settings.get("HOME");
  const taken = new Set(["SHELL", "MAILTO", "CRON_TZ", ...Object.keys(OF_CRON)]);
  const variables = [...settings].filter(([name]) => isSetting(name) && !taken.has(name));
  return {
    env: Object.fromEntries(variables.filter(([, value]) => !value.includes("${{"))),
    shell: [settings.get("SHELL") || SHELL, "-c"],
    home: home?.startsWith("/") === true && !home.includes("${{") ? home : null,
    timezone: zone !== undefined && isZone(zone) ? zone : null,
    notes: [
      ...mailNotes(settings.get("MAILTO")),
      ...(zone === undefined || isZone(zone)
        ? []
        : [`CRON_TZ=${zone} is no time zone that is known here`]),
      ...Object.entries(OF_CRON).flatMap(([name, why]) =>
        settings.has(name) ? [`${name} is left out: ${why}`] : [],
      ),
      ...variables
        .filter(([, value]) => value.includes("${{"))
        .map(([name]) => `${name} is left out: \${{ means something else in a pipeline file`),
    ],
  };
}

/** An empty one says that nobody wants mail, and nobody gets any. */
function mailNotes(to: string | undefined): string[] {
  return to === undefined || to === ""
    ? []
    : [`MAILTO=${to}: dagtop sends no mail of what a command prints; \`dagtop logs\` has it`];
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
