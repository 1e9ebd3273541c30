import { resolve } from "node:path";
import type { CommandContext } from "../../../../cli.js";
import { portable } from "../../../sidecars/find.js";

/** The working directory and the environment. */
export type Surroundings = Pick<CommandContext, "cwd" | "env">;

/** The path of a file relative to the checkout, as GitHub expects it, even when the working directory is deeper. */
export function fromCheckout(file: string, { cwd, env }: Surroundings): string {
  return portable(env.GITHUB_WORKSPACE || cwd, resolve(cwd, file));
}
