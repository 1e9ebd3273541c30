import { splitArguments, splitCommand, valuesOf } from "../arguments.js";
import type { Call } from "../model.js";
import { NODE_OPTIONS_WITH_VALUE, optionsOf } from "../node.js";

/** What a call of Node.js takes so that it runs sources with guards. */
export const REGISTER = "--import @importspy/transformer/register";

const HOOKS = "@importspy/transformer/register";

/** Programs that take options of Node.js, and in which the hooks work. */
const HOOKED: ReadonlySet<string> = new Set(["node", "tsx"]);

/** A call that could be given importspy's hooks. */
export interface MissingHooks {
  readonly call: Call;
}

/**
 * Whether a call runs sources with importspy's hooks.
 *
 * @returns `undefined` for programs that take none.
 */
export function hooksOf(call: Call): "used" | MissingHooks | undefined {
  if (!HOOKED.has(call.program)) return undefined;
  // What stands behind the program is the program's.
  const split = call.program === "node" ? splitCommand : splitArguments;
  const { options } = split(call.args, NODE_OPTIONS_WITH_VALUE);
  const byVariable = splitArguments(optionsOf(call), NODE_OPTIONS_WITH_VALUE).options;
  const named = valuesOf({ options: [...byVariable, ...options] }, "--import", "--require", "-r").map(
    ({ text }) => text,
  );
  return named.includes(HOOKS) ? "used" : { call };
}

/**
 * What gives a call guards that has no configuration yet.
 *
 * @param call - The call of a tool.
 */
export function wayTo({ program }: Call): string | undefined {
  if (program !== "next") return undefined;
  return 'write next.config.mjs: import withImportspy from "@importspy/transformer/next"; export default withImportspy({})';
}
