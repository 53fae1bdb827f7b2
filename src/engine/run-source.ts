// What the code of a run was when it was asked for: the plan is frozen, code on disk is not (semantics 2.7).

export interface RunSource {
  /** Null before the first commit. */
  readonly commit: string | null;
  readonly branch: string | null;
  readonly dirty: boolean;
  /** What differs from the commit; null where nothing does, or where that was not to be had. */
  readonly patch: string | null;
}
