// Which names a pipeline file may give: to pipelines and stages, to parameters and environment variables.

/** Of a pipeline, and of a stage before matrix expansion. */
export const NAME = /^[a-z][a-z0-9_-]{0,62}$/;
export const NAME_HINT =
  "Use lower-case letters, digits, - and _, beginning with a letter, at most 63.";

/** A name that a shell could read back. `__proto__` is one, but no object of JavaScript holds it safely. */
export function isEnvName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name !== "__proto__";
}
