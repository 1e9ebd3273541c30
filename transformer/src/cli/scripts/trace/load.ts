/** A thing that a file loads or starts. */
export type Load =
  | { readonly kind: "module"; readonly specifier: string }
  /** Vite's `import.meta.glob`. */
  | { readonly kind: "glob"; readonly pattern: string }
  /** A worker or child process of Node.js: a path or a file URL. */
  | { readonly kind: "file"; readonly name: string }
  /** A program, as a shell text. */
  | { readonly kind: "command"; readonly text: string }
  /** `Bun.build()`: it bundles its arguments. */
  | { readonly kind: "bundle" }
  | { readonly kind: "unknown"; readonly why: string };
