/** Ends a command with exit code 2. The message is one line for the user. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
}

/** Whether an error is one of these. Several files of this package have a copy of the class. */
export const isCommandFailure = (error: unknown): error is CommandFailure =>
  error instanceof Error && error.name === "CommandFailure";

/** Whether an error of Node.js has one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && codes.includes(error.code as string);
}
