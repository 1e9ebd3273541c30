import { host, nodeProcess } from "./host.js";

/** The environment. A value that is not a string counts as not set. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The fact of the field `env`. */
export type VariablesFact = readonly [
  variables: Variables,
  /** The hint for a variable that is not set. Outside of Node.js it may also say how to set one. */
  absence: string,
];

/** The variables. They are read again for each judgement. */
export const readVariables = (): VariablesFact => [
  nodeProcess.env ?? {},
  nodeProcess.env ? (host.WebSocketPair ? "not set; a binding sets it" : "not set") : "not set; no process.env here",
];
