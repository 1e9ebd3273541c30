/**
 * Takes the contracts out of sidecars, without loading any module of the application: a sidecar imports nothing but
 * `importspy`, so its text is evaluated as a function, in which `enforce` and its like collect instead of judging.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { compileFunction } from "node:vm";
import type { Contract, ContractData, Uses, Validator } from "../../contract.js";
import { readText, UnreadableFile } from "../../files.js";
import { readVersion } from "../version.js";

const require = createRequire(import.meta.url);

/** A sidecar that gives no contracts, and why. */
export class UnreadableSidecar extends Error {}

const HEADER = /^\/\/ importspy (\S+) sha256:([0-9a-f]{64})\n/;

/** A statement that a sidecar begins with: `import { guard } from "importspy/dist/guard.mjs";`. */
const IMPORT = /^import (\{[^}\n]*\}) from ("importspy\/dist\/\w+)\.mjs";$/gm;

/** Checks a sidecar's first line against this package and against the rest of the text, which it returns. */
function unseal(text: string, own: string): string {
  const header = HEADER.exec(text);
  if (!header) throw new UnreadableSidecar("it does not begin as a sidecar does; build again");
  const [line, version, digest] = header;
  if (version !== own) {
    throw new UnreadableSidecar(`it was built by importspy ${version}, and this is ${own}; build again with this one`);
  }
  const body = text.slice(line.length);
  if (createHash("sha256").update(body).digest("hex") !== digest) {
    throw new UnreadableSidecar("it was changed after the build, or is incomplete; build again");
  }
  return body;
}

/**
 * An ES module as the body of a function with the parameters of a CommonJS module.
 *
 * `import { guard } from "importspy/dist/guard.mjs";` → `const { guard } = require("importspy/dist/guard.cjs");`
 * `export const $importspy = …;` → `exports.$importspy = …;`
 * `import.meta.url,` → `__filename,`
 *
 * Only whole lines of the fixed form that sidecars have are rewritten, since the text of a note may hold anything.
 */
function toFunctionBody(body: string): string {
  return body
    .replace(IMPORT, 'const $1 = require($2.cjs");')
    .replace(/^import\.meta\.url,$/gm, "__filename,")
    .replace(/^(export const \$importspy = guard\(.*?), location: import\.meta\.url \}/gm, "$1, location: __filename }")
    .replace(/^export const (\$importspy = )/gm, "exports.$1");
}

/** What a sidecar that is read may import: files of this package, whose functions collect instead of judging. */
function createImports(collect: (contract: Contract) => void): (specifier: string) => unknown {
  const take = (data: ContractData, uses: Uses, validators: readonly Validator[], location?: string) =>
    collect({ ...data, uses, validators, location });
  const collector = {
    enforce: take,
    provide: take,
    guard: () => () => undefined,
    block: () => {
      throw new UnreadableSidecar("its contract has errors, so the module will not load; mend them and build again");
    },
  };
  // From `dist/cli/`, where this is run.
  const entry = (name: string) => require(`../${name}.cjs`) as object;
  const guard = { ...entry("guard"), ...collector };
  return (specifier) => {
    if (specifier === "importspy/dist/guard.cjs") return guard;
    const [, file] = /^importspy\/dist\/(formats|packages)\.cjs$/.exec(specifier) ?? [];
    return file && entry(file);
  };
}

function textOf(file: string): string {
  try {
    return readText(file);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UnreadableSidecar(`it cannot be read: ${error.reason}`);
  }
}

/** Reads the contracts of a sidecar: its module's own, and those that it provides for modules that others wrote. */
export type SidecarReader = (file: string) => readonly Contract[];

/** Calls of a sidecar that hold a contract; one without any belongs to a mere importer. */
const HOLDS_CONTRACT = /^(?:enforce|provide|block)\(/m;

/**
 * Makes a reader of sidecars. It throws {@link UnreadableSidecar} for one that is incomplete, changed, of another
 * version, or of a contract with errors.
 */
export function createSidecarReader(): SidecarReader {
  const version = readVersion();
  let contracts: Contract[];
  const imports = createImports((contract) => contracts.push(contract));
  return (file) => {
    const body = unseal(textOf(file), version);
    contracts = [];
    if (!HOLDS_CONTRACT.test(body)) return contracts;
    try {
      const evaluate = compileFunction(toFunctionBody(body), ["exports", "require", "__filename"], { filename: file });
      evaluate({}, imports, file);
    } catch (error) {
      if (error instanceof UnreadableSidecar) throw error;
      throw new UnreadableSidecar("it does not have the form of a sidecar; build again");
    }
    return contracts;
  };
}
