// What the user can mend. Everything else that is thrown is a bug of ours and keeps its stack.
//
// A code is stable: tests and scripts may rely on it. The hint says how to mend it, in one or two lines.

/** The exit code of a user error: 2 usage or definition, 4 no such thing, 5 the home can't be used. */
export type UserErrorExit = 2 | 4 | 5;

export class UserError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly exit: UserErrorExit;

  constructor(
    code: string,
    message: string,
    options: { readonly hint: string; readonly exit?: UserErrorExit },
  ) {
    super(message);
    this.name = "UserError";
    this.code = code;
    this.hint = options.hint;
    this.exit = options.exit ?? 2;
  }
}

/** By its shape, not its class: the program is built as two bundles, each with a copy of this file. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === "UserError" && "hint" in error;
}
