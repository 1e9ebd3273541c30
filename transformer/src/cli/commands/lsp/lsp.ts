import { version } from "../../../artifacts/version.js";
import { serve } from "../../../hosts/lsp/server.js";
import { loadCompiler } from "../../compiler.js";
import { keepOldGenerationSmall, keepYoungGenerationSmall } from "../../heap.js";

/** Runs the language server. It ends when the editor does. */
export function runServer(): Promise<never> {
  keepYoungGenerationSmall();
  const { stdin: input, stdout: output } = process;
  serve({ typescript: loadCompiler(), version, input, output, onFirstAnswer: keepOldGenerationSmall });
  return new Promise(() => {});
}
