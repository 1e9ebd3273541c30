import type { BundlerGuards } from "../bundler/guards.js";
import type { CompilerVariables } from "./variables.js";

/** What the loader shares with the plugin. */
export interface Session {
  /** The folder that messages name files from. */
  readonly root: string;
  readonly guards: BundlerGuards;
  readonly variables: CompilerVariables;
}

const SESSION = Symbol.for("importspy.session");

type Holder = { [SESSION]?: Session };

/** Hands a session over to the loader, which knows nothing but the compiler. */
export function keepSession(compiler: { readonly root: object }, session: Session): void {
  (compiler.root as Holder)[SESSION] = session;
}

/**
 * The session of the plugin.
 *
 * @param compiler - The loader's compiler: the plugin's own one, or a child of it.
 */
export function sessionOf(compiler: { readonly root?: object }): Session | undefined {
  return ((compiler.root ?? compiler) as Holder)[SESSION];
}
