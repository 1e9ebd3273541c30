import type { Command } from "importspy/dist/cli.cjs";

const OPTIONS = {
  stdio: { type: "boolean", description: "Speak over stdin and stdout: there is no other way" },
  clientProcessId: { type: "string", placeholder: "pid", description: "Ends with this process, of the editor" },
} as const;

/** `importspy lsp`. */
export const lsp: Command<typeof OPTIONS> = {
  name: "lsp",
  summary: "Show contracts in an editor: a language server",
  options: OPTIONS,
  details: [
    "Runs beside any server for TypeScript, in projects on TypeScript 7, too: it has a compiler of its own. Editors start",
    "it: how, is in docs/editor.md. It ends with the editor.",
  ].join("\n"),
  examples: [{ command: "importspy lsp --stdio", description: "What an editor starts" }],
  async run({ values, fail }) {
    if (!values.stdio) return fail("say how to speak with it: importspy lsp --stdio");
    const { runServer } = await import("./lsp.js");
    return runServer();
  },
};
