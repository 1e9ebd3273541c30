/** The options of `importspy diff`. */
export const DIFF_OPTIONS = {
  format: {
    type: "string",
    choices: ["text", "json", "github", "markdown"],
    description: "How to report, by default as text",
  },
  build: {
    type: "string",
    placeholder: "command",
    description: "How a revision without a lock file is built, by default npm run build",
  },
} as const;
