/** `load<T>()` where the host's own loader finds `plugin.ts`. */
import { type Files, tsconfig } from "../../project.ts";

/** A project with tests. */
export const FILES: Files = {
  "tsconfig.json": tsconfig(
    { module: "esnext", moduleResolution: "bundler", plugins: undefined, types: [], lib: ["es2022"], rootDir: "." },
    { include: ["src"] },
  ),
  "src/globals.d.ts": "declare const test: (name: string, run: () => unknown) => void; declare const expect: any;",
  "src/plugins/right.ts": 'export const name: string = "right";\nexport const run = (): void => {};\n',
  "src/plugins/wrong.ts": "export const name = 1;\n",
  "src/plugins/pay.ts":
    '/** @importspy { importer: { module: "src/load.test.ts" } } */\nexport const name = "pay";\nexport const run = (): void => {};\n',
  "src/load.ts": `import { load } from "importspy";
export interface Plugin {
  name: string;
  run(): void;
}
/** The file that calls it is not admitted. */
export const loadPlugin = (name: string) => load<Plugin>(\`./plugins/\${name}\`);
`,
  "src/load.test.ts": `import { load } from "importspy";
import { loadPlugin, type Plugin } from "./load";
test("right", async () => expect((await loadPlugin("right")).name).toBe("right"));
test("wrong", () =>
  expect(loadPlugin("wrong")).rejects.toMatchObject({
    code: "ERR_IMPORTSPY_CONTRACT_VIOLATION",
    violations: [
      { path: "exports.name", hint: "found a number" },
      { path: "exports.run", hint: "not exported" },
    ],
  }));
test("admitted", async () => expect((await load<Plugin>("./plugins/pay")).name).toBe("pay"));
test("refused", () => expect(loadPlugin("pay")).rejects.toMatchObject({ contract: { module: "src/plugins/pay.ts" } }));
`,
};
