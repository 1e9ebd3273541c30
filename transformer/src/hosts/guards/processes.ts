/**
 * Whether a process is running. A process of another user counts, too.
 *
 * @param pid - Its number.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
