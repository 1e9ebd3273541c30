/** The options of `importspy graph`. */
export const GRAPH_OPTIONS = {
  format: {
    type: "string",
    choices: ["html", "svg", "mermaid", "dot", "json"],
    description: "What to write, by default html: a page that needs nothing else",
  },
  entry: { type: "string", placeholder: "file", description: "Only what this file reaches" },
  output: { type: "string", short: "o", placeholder: "file", description: "Where to write it, by default to stdout" },
} as const;
