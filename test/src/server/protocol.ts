/** What a test asks the server of commands for. */
export interface Request {
  readonly program: "importspy" | "tspc" | "bundler";
  readonly folder: string;
  readonly args: readonly string[];
  /** All variables that the command sees. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a command left behind. */
export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a worker says when a command has ended. */
export interface Ended {
  readonly code: number;
  /** It ends now: a new worker takes less memory. */
  readonly isLast: boolean;
}

/** What a worker prints on both of its streams after each command, so that the server knows what belongs to which. */
export const END = "\0the command has ended\0";
