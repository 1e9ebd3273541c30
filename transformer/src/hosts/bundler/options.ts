/** What a project can say to the plugin of a bundler. */
export interface BundlerOptions {
  /**
   * Path of the tsconfig.json, from the bundler's root; by default the nearest one at the root or above it. Where it
   * leads to others by `references`, each file is guarded by the project that lists it.
   */
  readonly tsconfig?: string;
}
