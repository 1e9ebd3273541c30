/** Ends a command with exit code 2; its message is for people and one line long. */
export class CommandFailure extends Error {}

/** Whether an error of Node.js has this code. */
export function hasCode(error: unknown, ...codes: readonly string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && codes.includes(error.code as string);
}
