/** A runtime, by the name that contracts have for it. */
export type RuntimeName = "node" | "bun" | "deno" | "workerd" | "edge-light" | "electron" | "browser";

/** What a project can say to the plugin of a bundler. */
export interface BundlerOptions {
  /**
   * Path of the tsconfig.json, from the bundler's root; by default the nearest one at the root or above it. Where it
   * leads to others by `references`, each file is guarded by the project that lists it.
   */
  readonly tsconfig?: string;
  /**
   * Where the output will run, when the bundler's own options do not say it, or say too much: a module whose contract
   * can never hold there is an error of the build. `"any"` has none be judged so.
   */
  readonly target?: RuntimeName | readonly RuntimeName[] | "any";
}
