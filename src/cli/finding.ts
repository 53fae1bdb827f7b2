// One thing that `doctor` has looked at: how it is, and how to mend it where it is not well.

export interface Finding {
  readonly level: "ok" | "warning" | "bad";
  readonly what: string;
  readonly hint: string | null;
}

export const ok = (what: string): Finding => ({ level: "ok", what, hint: null });
export const warning = (what: string, hint: string): Finding => ({ level: "warning", what, hint });
export const bad = (what: string, hint: string): Finding => ({ level: "bad", what, hint });
