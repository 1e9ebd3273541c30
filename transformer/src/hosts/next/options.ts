/**
 * The options that `withImportspy` passes to its loader. Plain data, because Turbopack runs loaders in other processes.
 */
export interface LoaderOptions {
  /** The path of tsconfig.json relative to the application's folder. By default the nearest one above each file. */
  readonly tsconfig?: string;
  /** Where the modules run; absent for Node.js on the server. */
  readonly runtime?: "browser" | "edge-light";
  /** Whether this is the development server. */
  readonly isWatching: boolean;
  /** Next's output folder, relative to the application's folder; absent where there will be no manifest. */
  readonly output?: string;
  /** The inlined variables; absent in development, where any name with the prefix may be inlined. */
  readonly inlined?: readonly string[];
  /** The version of importspy. It is an option so that Next's cache is not used after an update. */
  readonly version: string;
}

/** The prefix of variables that Next inlines into client code. */
export const PUBLIC = "NEXT_PUBLIC_";
