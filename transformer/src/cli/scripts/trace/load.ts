/** What a file loads or starts. */
export type Load =
  | { readonly kind: "module"; readonly specifier: string }
  /** Vite's `import.meta.glob`. */
  | { readonly kind: "glob"; readonly pattern: string }
  /** A worker or a process of Node.js: a path, or a file URL. */
  | { readonly kind: "file"; readonly name: string }
  /** A program, as a text of the shell. */
  | { readonly kind: "command"; readonly text: string }
  /** `Bun.build()`: what it is given is what it bundles. */
  | { readonly kind: "bundle" }
  | { readonly kind: "unknown"; readonly why: string };
