import type ts from "typescript";
import type { Early } from "./early.js";
import type { Publisher } from "./publish.js";
import type { Recalling } from "./recall.js";

/** What tells the next build that nothing has changed. */
export interface Built {
  /** What was read past TypeScript's view of the machine. */
  readonly inputs: readonly string[];
  readonly buildInfos: readonly string[];
  /** The folders that were locked. */
  readonly locked: readonly string[];
}

/** A build beside the project's own compiler. */
export interface BesideInput extends Publisher {
  readonly config: ts.ParsedCommandLine;
  /** Whether anything is to be guarded, by the texts that the compiler finds. */
  hasContracts(): boolean;
  /** Runs the project's own compiler, with these arguments added; gives its exit code. */
  run(added: readonly string[]): Promise<number>;
  /** What was started before this was known; missing where nothing was. */
  readonly early?: Early | undefined;
  /** Keeps for the next build what this one was made from. */
  record(built: Built): void;
  /** Takes note of what becomes of texts, where no `.tsbuildinfo` has it. */
  readonly recalling: Recalling;
}
