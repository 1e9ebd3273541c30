import { resolve } from "node:path";
import type { CommandContext } from "../../../../cli.js";
import { portable } from "../../../sidecars/find.js";

/** Where a command was called. */
export type Surroundings = Pick<CommandContext, "cwd" | "env">;

/** A file as GitHub knows it: from the checkout, also when the command was called in a folder of it. */
export function fromCheckout(file: string, { cwd, env }: Surroundings): string {
  return portable(env.GITHUB_WORKSPACE || cwd, resolve(cwd, file));
}
