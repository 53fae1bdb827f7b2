// Whether a word on a command line means a pipeline file or the name of a pipeline.

import { sep } from "node:path";

/** Files have a slash or one of these endings; all else is a name. */
export function isFile(text: string): boolean {
  return text.includes(sep) || /\.(?:ya?ml|[cm]?[jt]s)$/.test(text);
}
