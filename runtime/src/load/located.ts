import type { Edge } from "../contract.js";

/** The parts of Node.js that are used, if present. */
interface NodeModules {
  readonly "node:fs": { readFileSync(name: string, encoding: "utf8"): string };
  readonly "node:url": { fileURLToPath(url: string): string; pathToFileURL(path: string): URL };
}
interface Process {
  readonly versions?: { readonly node?: string; readonly bun?: string };
  getBuiltinModule?<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined;
}

const { process, Deno } = globalThis as { readonly process?: Process; readonly Deno?: unknown };

/** Whether this is Node.js itself. Only its way of linking modules is known. */
export const isNode = Boolean(process?.versions?.node && !process.versions.bun && !Deno);

const builtin = <Name extends keyof NodeModules>(name: Name) => process?.getBuiltinModule?.(name);

function read(fileName: string): string | undefined {
  try {
    return builtin("node:fs")?.readFileSync(fileName, "utf8");
  } catch {
    // The file does not exist or cannot be read, so it has no known contract.
    return undefined;
  }
}

/**
 * The file that a specifier means in another file: a path or a URL, as for `import()`.
 *
 * @param specifier - The specifier.
 * @param from - The URL or path of the other file; `undefined` when it is unknown.
 */
export function locate(specifier: string, from: string | undefined): string | undefined {
  if (!/^(?:\.{0,2}\/|file:)/.test(specifier) || !from) return undefined;
  try {
    const base = /^file:/.test(from) ? from : builtin("node:url")?.pathToFileURL(from);
    const { protocol, href } = new URL(specifier, base);
    return protocol === "file:" ? href : undefined;
  } catch {
    // Not a URL. Loading it gives the error.
    return undefined;
  }
}

/** The contract in the sidecar next to a file. */
function contractBeside(path: string): Edge | undefined {
  const text = read(path.replace(/\.([cm]?)[jt]sx?$/, ".importspy.$1js"));
  const [, json] = /^enforce\(\n(\{.*\}),$/m.exec(text ?? "") ?? [];
  if (json === undefined) return undefined;
  const data = JSON.parse(json) as { readonly key: string; readonly package: string; readonly module: string };
  const name = `${data.package}/${data.module}`;
  return [name, data.key.slice(name.length), 0, 0];
}

/** The sources that a host may compile for a path: `./x.js` and `./x` mean `x.ts`. */
const sourcesOf = (path: string) => {
  const [, stem = path, kind] = /^(.*)\.([cm]?)js$/.exec(path) ?? [];
  return [path, `${stem}.${kind ?? ""}ts`, `${stem}.tsx`];
};

/** The name of a file in contracts, when it is loaded directly: its package and its path there. */
function identitiesOf(path: string): Edge[] {
  for (let at = path.lastIndexOf("/"); at >= 0; at = path.lastIndexOf("/", at - 1)) {
    const text = read(`${path.slice(0, at)}/package.json`);
    const [, name] = /"name"\s*:\s*"([^"]+)"/.exec(text ?? "") ?? [];
    if (name !== undefined) return sourcesOf(path.slice(at + 1)).map((module) => [`${name}/${module}`, "", 0, 0]);
    if (!at) return [];
  }
  return [];
}

/**
 * The contracted modules that a file may be. The guard of the loading file uses them.
 *
 * @param url - The file.
 */
export function contractsOf(url: string): readonly Edge[] {
  const path = builtin("node:url")?.fileURLToPath(url).replaceAll("\\", "/");
  if (path === undefined) return [];
  const beside = contractBeside(path);
  return beside ? [beside] : identitiesOf(path);
}
