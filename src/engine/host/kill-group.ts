// Ends a helper command that the host started as the leader of its own group, with all that it started in it.

export function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone.
  }
}
