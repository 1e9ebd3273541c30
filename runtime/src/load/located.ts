import type { Edge } from "../contract.js";

/** What is used of Node.js, where it is there. */
interface NodeModules {
  readonly "node:fs": { readFileSync(name: string, encoding: "utf8"): string };
  readonly "node:url": { fileURLToPath(url: string): string; pathToFileURL(path: string): URL };
}
interface Process {
  readonly versions?: { readonly node?: string; readonly bun?: string };
  getBuiltinModule?<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined;
}

const { process, Deno } = globalThis as { readonly process?: Process; readonly Deno?: unknown };

/** Whether this is Node.js itself, of which it is known how it links modules. */
export const isNode = Boolean(process?.versions?.node && !process.versions.bun && !Deno);

const builtin = <Name extends keyof NodeModules>(name: Name) => process?.getBuiltinModule?.(name);

function read(fileName: string): string | undefined {
  try {
    return builtin("node:fs")?.readFileSync(fileName, "utf8");
  } catch {
    // Not there, or not to be read: nobody asks for what is not known, and a contract refuses nobody.
    return undefined;
  }
}

/**
 * The file that a specifier names, seen from another one: by a path or a URL, as `import()` reads it.
 *
 * @param specifier - The specifier.
 * @param from - URL or path of the file; `undefined` where it is not known.
 */
export function locate(specifier: string, from: string | undefined): string | undefined {
  if (!/^(?:\.{0,2}\/|file:)/.test(specifier) || !from) return undefined;
  try {
    const base = /^file:/.test(from) ? from : builtin("node:url")?.pathToFileURL(from);
    const { protocol, href } = new URL(specifier, base);
    return protocol === "file:" ? href : undefined;
  } catch {
    // No URL: to load it says so.
    return undefined;
  }
}

/** The contract that stands in the sidecar beside a file. */
function contractBeside(path: string): Edge | undefined {
  const text = read(path.replace(/\.([cm]?)[jt]sx?$/, ".importspy.$1js"));
  const [, json] = /^enforce\(\n(\{.*\}),$/m.exec(text ?? "") ?? [];
  if (json === undefined) return undefined;
  const data = JSON.parse(json) as { readonly key: string; readonly package: string; readonly module: string };
  const name = `${data.package}/${data.module}`;
  return [name, data.key.slice(name.length), 0, 0];
}

/** The sources that a host may compile for a path when it loads it: `./x.js` and `./x` are `x.ts`. */
const sourcesOf = (path: string) => {
  const [, stem = path, kind] = /^(.*)\.([cm]?)js$/.exec(path) ?? [];
  return [path, `${stem}.${kind ?? ""}ts`, `${stem}.tsx`];
};

/** A file as contracts name it, where it is loaded as it is: by its package, and its path in it. */
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
 * The contracted modules that a file may be, for the guard of the file that loads it.
 *
 * @param url - The file.
 */
export function contractsOf(url: string): readonly Edge[] {
  const path = builtin("node:url")?.fileURLToPath(url).replaceAll("\\", "/");
  if (path === undefined) return [];
  const beside = contractBeside(path);
  return beside ? [beside] : identitiesOf(path);
}
