// Paths as texts: joining and normalising them without asking any file system.
//
// POSIX only. `a/../b` becomes `b` even where `a` is a link, as in a shell's `cd -L`.

/** An absolute path without `.`, `..`, doubled or trailing slashes. */
export function normalised(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** `path` as seen from `folder` (absolute); an absolute path stays itself. */
export function absolute(folder: string, path: string): string {
  return normalised(path.startsWith("/") ? path : `${folder}/${path}`);
}

/** The folder that holds a path; of `/` it is `/`. */
export function parentOf(path: string): string {
  return normalised(`${path}/..`);
}
