import { splitArguments, splitCommand, valuesOf } from "../arguments.js";
import type { Call } from "../model.js";
import { NODE_OPTIONS_WITH_VALUE, optionsOf } from "../node.js";

/** The options with which Node.js runs sources with guards. */
export const REGISTER = "--import @importspy/transformer/register";

const HOOKS = "@importspy/transformer/register";

/** Programs that accept options of Node.js and support the hooks. */
const HOOKED: ReadonlySet<string> = new Set(["node", "tsx"]);

/** A call that lacks importspy's hooks. */
export interface MissingHooks {
  readonly call: Call;
}

/**
 * Whether a call runs sources with importspy's hooks.
 *
 * @returns `undefined` for programs that do not support them.
 */
export function hooksOf(call: Call): "used" | MissingHooks | undefined {
  if (!HOOKED.has(call.program)) return undefined;
  // Arguments after the program belong to the program.
  const split = call.program === "node" ? splitCommand : splitArguments;
  const { options } = split(call.args, NODE_OPTIONS_WITH_VALUE);
  const byVariable = splitArguments(optionsOf(call), NODE_OPTIONS_WITH_VALUE).options;
  const named = valuesOf({ options: [...byVariable, ...options] }, "--import", "--require", "-r").map(
    ({ text }) => text,
  );
  return named.includes(HOOKS) ? "used" : { call };
}

/**
 * How to add guards to a call that has no configuration yet.
 *
 * @param call - The call of a tool.
 */
export function wayTo({ program }: Call): string | undefined {
  if (program === "astro")
    return 'write astro.config.mjs: import importspy from "@importspy/transformer/vite"; export default { vite: { plugins: [importspy()] } }';
  if (program !== "next") return undefined;
  return 'write next.config.mjs: import withImportspy from "@importspy/transformer/next"; export default withImportspy({})';
}
