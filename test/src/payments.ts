/** A small project with a contract, for tests of builds. */
import type { Files } from "./project.ts";

/** Its compiler options. */
export const OPTIONS = { types: [], lib: ["es2022"] };

/** What a build prints that finds nothing wrong. */
export const CLEAN = { code: 0, stdout: "", stderr: "" };

export const PAYMENTS = {
  "src/console.d.ts": "declare const console: { log(...values: unknown[]): void };\n",
  "src/payments.ts": `/** @importspy { env: { LOG: "debug" } } */\nexport const pay = () => "paid";\n`,
  "src/main.ts": `import { pay } from "./payments.js";\nconsole.log(pay());\n`,
} as const satisfies Files;
