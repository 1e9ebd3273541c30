import type { Command } from "importspy/dist/cli.cjs";
import { GRAPH_OPTIONS } from "./options.js";

/** `importspy graph`. */
export const graph: Command<typeof GRAPH_OPTIONS> = {
  name: "graph",
  summary: "Draw contracts, who imports them, and what each asks for",
  operands: "[dir|file…]",
  options: GRAPH_OPTIONS,
  details: [
    "Takes folders of emitted JavaScript, emitted files, or TypeScript modules; without any, this folder.",
    "Exit code: 0, or 2 when there is nothing to draw, or something cannot be read.",
  ].join("\n"),
  examples: [
    { command: "importspy graph dist -o contracts.html", description: "A page with search, for a browser" },
    { command: "importspy graph dist --format mermaid", description: "For a README" },
    {
      command: "importspy graph --entry dist/main.js --format svg -o main.svg",
      description: "What one program reaches",
    },
  ],
  async run(context) {
    const { runGraph } = await import("./graph.js");
    return runGraph(context);
  },
};
