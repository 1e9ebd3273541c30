/** Stops the build with one line instead of a stack. */
export class BuildStop extends Error {
  constructor(message: string) {
    super(message);
    this.stack = `error: ${message}`;
  }
}
