import type { BundlerGuards } from "../bundler/guards.js";
import type { CompilerVariables } from "./variables.js";

/** The state that the plugin and the loader share. */
export interface Session {
  /** The folder for file names in messages. */
  readonly root: string;
  readonly guards: BundlerGuards;
  readonly variables: CompilerVariables;
}

const SESSION = Symbol.for("importspy.session");

type Holder = { [SESSION]?: Session };

/** Passes a session to the loader, which knows only the compiler. */
export function keepSession(compiler: { readonly root: object }, session: Session): void {
  (compiler.root as Holder)[SESSION] = session;
}

/**
 * The session of the plugin.
 *
 * @param compiler - The compiler of the loader: the plugin's own, or a child of it.
 */
export function sessionOf(compiler: { readonly root?: object }): Session | undefined {
  return ((compiler.root ?? compiler) as Holder)[SESSION];
}
