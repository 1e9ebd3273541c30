import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { Change } from "./edits.js";
import { createConfig, writeNew } from "./tsconfig.js";

const PAYMENTS = `/** @importspy { env: { STRIPE_KEY: Secret; PORT: number & Maximum<65535> } } The key is in the vault. */
console.log("payments: evaluated");
export const charge = (cents: number) => \`charged \${cents}\`;
`;

const MAIN = `import { charge } from "./payments.js";
console.log(charge(1999));
`;

/** Builds the example, and runs it. */
export const EXAMPLE_START = "importspy build && node dist/main.js";

/** The package.json of a folder without one, in the name of the folder. */
function createManifest(folder: string): Change {
  const name =
    path
      .basename(folder)
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, "-")
      .replace(/^-+|-+$/g, "") || "example";
  const content = { name, private: true, type: "module", devDependencies: { typescript: "^7.0.2" } };
  return {
    fileName: path.join(folder, "package.json"),
    before: "",
    after: `${JSON.stringify(content, undefined, 2)}\n`,
  };
}

/**
 * The files of a first contract and of a module that imports it, with what its folder lacks.
 *
 * @param folder - The folder.
 * @returns `undefined` when there are sources already.
 */
export function createExample(folder: string): readonly Change[] | undefined {
  const at = (name: string) => path.join(folder, name);
  if (existsSync(at("src"))) return undefined;
  return [
    ...(existsSync(at("package.json")) ? [] : [createManifest(folder)]),
    ...(existsSync(at("tsconfig.json")) ? [] : [createConfig(folder)]),
    { fileName: at("src/payments.ts"), before: "", after: PAYMENTS },
    { fileName: at("src/main.ts"), before: "", after: MAIN },
  ];
}

/** Creates files, with their folders. */
export function writeExample(changes: readonly Change[]): void {
  for (const change of changes) {
    mkdirSync(path.dirname(change.fileName), { recursive: true });
    writeNew(change);
  }
}
