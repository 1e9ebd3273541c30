/** The options of `importspy explain`. */
export const EXPLAIN_OPTIONS = {
  format: {
    type: "string",
    choices: ["text", "json", "markdown", "env"],
    description: "How to tell it, by default as text; env is a .env.example",
  },
  entry: { type: "string", placeholder: "file", description: "The same as --needs" },
  why: {
    type: "string",
    placeholder: "importer",
    description: "Tell each step of the verdict on its import of a module, here",
  },
  needs: {
    type: "string",
    placeholder: "file",
    description: "Tell the contracts of all that a file imports, and through which imports",
  },
} as const;
