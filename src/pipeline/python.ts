// Where a pipeline's Python interpreter may be. Files are looked at by the caller: nothing here touches them.
// Environments of conda and its kin are found by name where their installers put them.

import { absolute, parentOf } from "./paths.ts";

/** Of uv and venv, then of conda (`conda create --prefix`). */
const AUTO = [".venv", "venv", ".conda", "env"];

/** Below the home folder, where installers put conda, mamba and micromamba. */
const ROOTS = ["miniconda3", "anaconda3", "miniforge3", "mambaforge", ".conda", "micromamba"];

/**
 * Folders in which `bin/python` is to be looked for, the best first. `auto` means the virtual environments that a
 * project folder usually has; `conda:NAME` an environment of that name; a path means itself, whether it names an
 * environment or an interpreter in its `bin`.
 *
 * @param folder - the project folder, absolute
 * @param python - `auto`, `conda:NAME`, or a path, relative to the folder or absolute
 * @param env - the caller's environment: CONDA_*, MAMBA_ROOT_PREFIX and HOME say where conda is
 */
export function pythonCandidates(
  folder: string,
  python: string,
  env: Readonly<Record<string, string | undefined>> = {},
): string[] {
  if (python === "auto") return AUTO.map((name) => absolute(folder, name));
  if (python.startsWith("conda:")) return condaCandidates(python.slice("conda:".length), env);
  const path = absolute(folder, python);
  if (path.endsWith("/bin")) return [parentOf(path)];
  return /\/bin\/(python|pypy)[\d.]*$/.test(path) ? [parentOf(parentOf(path))] : [path];
}

/** `base` is the root itself; an environment that is active has the others beside it. */
function condaCandidates(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const { CONDA_ROOT, CONDA_EXE, CONDA_PREFIX, MAMBA_ROOT_PREFIX, HOME } = env;
  const isRooted = (path: string | undefined): path is string => path?.startsWith("/") === true;
  const inEnvs = /^(\/.+)\/envs\/[^/]+\/?$/.exec(CONDA_PREFIX ?? "")?.[1];
  const roots = [
    CONDA_ROOT,
    isRooted(CONDA_EXE) ? parentOf(parentOf(CONDA_EXE)) : undefined,
    inEnvs ?? CONDA_PREFIX,
    MAMBA_ROOT_PREFIX,
    ...(isRooted(HOME) ? ROOTS.map((root) => `${HOME}/${root}`) : []),
  ];
  const folders = roots
    .filter(isRooted)
    .map((root) => absolute(root, name === "base" ? "" : `envs/${name}`));
  return [...new Set(folders)];
}
