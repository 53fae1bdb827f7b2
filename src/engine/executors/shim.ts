// The process between a host and a command: a POSIX shell of built-ins alone, in a session of its own, that outlives
// the host and writes down how the command ended (semantics 4).
//
//   claim (O_EXCL, one write) ──▶ the command, in the foreground ──▶ exit
//
// It is text given to `sh -c`, so an upgrade that replaces files can't pull it away from under a running stage. Tried
// with dash, bash and busybox. What must hold: the command is exec'd only after its claim was written whole; nothing of
// the shim's own reaches the log; records are 0600; only positional parameters and __dagtop_* names are used, since
// the environment is the user's.

/** Statuses of the shim itself. The attempt's end is in its records; these only help a person who tries it by hand. */
export const CLAIM_EXISTS = 111;
export const CLAIM_NOT_WRITTEN = 112;

/** The last line of every record that was written whole. */
export const MARK = ".";

// `exec 3>&2 2>/dev/null` first: an error of the shim's own must not reach the log. The traps are `:` and not '', so
// that the command gets the default back. stat and uptime go into the claim as they are: whoever reads it can count
// fields better than a shell. `times` has the processor time of all children that were waited for.
//
// A full disk must not lose an end: the record is tried again each second, until there is room or the folder is gone.
const TEXT = `exec 3>&2 2>/dev/null
__dagtop_folder=$1 __dagtop_umask=$2
shift 2
trap : HUP INT QUIT TERM USR1 USR2 ALRM PIPE
umask 077
set -C
IFS= read -r __dagtop_stat </proc/$$/stat
IFS=' ' read -r __dagtop_up __dagtop_rest </proc/uptime
printf '%s\\n%s\\n${MARK}\\n' "$__dagtop_stat" "$__dagtop_up" >"$__dagtop_folder/claim" || {
  [ -s "$__dagtop_folder/claim" ] && exit ${CLAIM_EXISTS}
  exit ${CLAIM_NOT_WRITTEN}
}
(
  umask "$__dagtop_umask"
  exec "$@" 2>&3 3>&-
)
__dagtop_code=$?
IFS=' ' read -r __dagtop_up __dagtop_rest </proc/uptime
until {
  printf '%s\\n%s\\n' "$__dagtop_code" "$__dagtop_up" && times && printf '${MARK}\\n'
} >|"$__dagtop_folder/exit"; do
  [ -d "$__dagtop_folder" ] || exit ${CLAIM_NOT_WRITTEN}
  /bin/sleep 1 || /usr/bin/sleep 1
done
`;

export const SHELL = "/bin/sh";

/**
 * The arguments of /bin/sh that run `command` under the shim.
 *
 * @param folder - the attempt's folder, absolute; it must be there
 * @param umask - of the command, 0 to 0o777
 */
export function shimArguments(
  folder: string,
  umask: number,
  command: readonly string[],
): readonly string[] {
  return ["-c", TEXT, "dagtop-shim", folder, umask.toString(8).padStart(3, "0"), ...command];
}
