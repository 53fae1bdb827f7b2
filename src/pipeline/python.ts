// Where a pipeline's Python interpreter may be. Files are looked at by the caller: nothing here touches them.

import { absolute, parentOf } from "./paths.ts";

/** Of uv and venv, then of conda (`conda create --prefix`). */
const AUTO = [".venv", "venv", ".conda", "env"];

/**
 * Folders in which `bin/python` is to be looked for, the best first. `auto` means the virtual environments that a
 * project folder usually has; a path means itself, whether it names an environment or an interpreter in its `bin`.
 *
 * @param folder - the project folder, absolute
 * @param python - `auto`, or a path, relative to the folder or absolute
 */
export function pythonCandidates(folder: string, python: string): string[] {
  if (python === "auto") return AUTO.map((name) => absolute(folder, name));
  const path = absolute(folder, python);
  if (path.endsWith("/bin")) return [parentOf(path)];
  return /\/bin\/(python|pypy)[\d.]*$/.test(path) ? [parentOf(parentOf(path))] : [path];
}
