/** What `withImportspy` tells its loader: plain data, since Turbopack runs loaders in processes of their own. */
export interface LoaderOptions {
  /** Path of the tsconfig.json from the application's folder; absent for the nearest one above each file. */
  readonly tsconfig?: string;
  /** Where the modules will run; absent for the server's own process. */
  readonly runtime?: "browser" | "edge-light";
  /** Whether modules are served while they change. */
  readonly isWatching: boolean;
  /** Names of the variables that are put into code; absent where any with the prefix may be (in development). */
  readonly inlined?: readonly string[];
  /** Results depend on it, and Next keeps them when another version is installed. */
  readonly version: string;
}

/** How names of variables start that Next puts into client code. */
export const PUBLIC = "NEXT_PUBLIC_";
