import { host, process } from "./host.js";

/** The environment. A value that is not a text counts as not set. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What a contract's `env` is judged by. */
export type VariablesFact = readonly [
  variables: Variables,
  /** What is said of one that is not set: also what would set it, where that is not known from Node.js. */
  absence: string,
];

/** The variables, which are read again whenever a contract is judged. */
export const readVariables = (): VariablesFact => [
  process.env ?? {},
  process.env ? (host.WebSocketPair ? "not set; a binding sets it" : "not set") : "not set; no process.env here",
];
