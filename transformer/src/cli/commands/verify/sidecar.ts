import { createHash } from "node:crypto";
import path from "node:path";
import {
  readSidecar as readText,
  type SidecarContract,
  type Sidecar as SidecarText,
  shapedPackages,
  UnreadableSidecar,
} from "importspy/dist/artifacts.cjs";
import { SIDECAR_HEADER } from "../../../artifacts/sidecarNames.js";
import { version } from "../../../artifacts/version.js";
import type { BuiltContract } from "./bundle/judge.js";

/** What a sidecar does, read from its text. */
export interface Sidecar {
  readonly fileName: string;
  /** Why it cannot be trusted; this is true of all its other members, too. */
  readonly problem: string | undefined;
  /** Package of its file. */
  readonly packageName: string | undefined;
  /** Path of its file in the package. */
  readonly moduleName: string | undefined;
  /** The contract that it enforces. */
  readonly contract: BuiltContract | undefined;
  /** Contracts of external modules. */
  readonly provided: readonly BuiltContract[];
  /** Keys of the contracted modules that its file loads in its moments, by number. */
  readonly moments: readonly (readonly string[])[];
  /** The number of the moment in which it is evaluated itself. */
  readonly head: number | undefined;
  /** What the guard is told of the moments. */
  readonly edges: unknown;
}

const HEADER = new RegExp(`^${SIDECAR_HEADER}(\\S+) sha256:([0-9a-f]{64})\\n`);

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** Whether the hash in the first line is that of everything after it. */
function findProblem(text: string): string | undefined {
  const [header, builtWith, hash] = HEADER.exec(text) ?? [];
  if (!header)
    return "is no complete sidecar; build again, or name the build's output, too, where a bundler has made it (preserveModules)";
  if (builtWith !== version) return `was built by importspy ${builtWith}, but this is ${version}; build again`;
  return hashOf(text.slice(header.length)) === hash ? undefined : "was changed after the build; build again";
}

/**
 * Reads a further sidecar, which an ES module imports between others: `x.importspy-1.js`.
 *
 * @param text - Its text.
 * @param sidecar - The specifier of the file's sidecar.
 * @returns The number of its moment, or why it cannot be relied on.
 */
export function readFurtherSidecar(text: string, sidecar: string): { moment?: number; problem?: string } {
  const problem = findProblem(text);
  if (problem) return { problem };
  const [, name, moment] =
    /^import \{ \$importspy as guard \} from (".*");\nexport const \$importspy = guard\((\d+)\);\n$/.exec(
      text.slice(text.indexOf("\n") + 1),
    ) ?? [];
  if (name === undefined || JSON.parse(name) !== sidecar)
    return { problem: "is not written as this version writes sidecars" };
  return { moment: Number(moment) };
}

/** `dist/x.importspy.js` is the sidecar of what was made of `src/x.ts`. */
function isNamedAfter(fileName: string, module: string): boolean {
  const emitted = path.basename(fileName).replace(/\.importspy\.[cm]?js$/, "");
  return emitted === path.posix.basename(module).replace(/\.[cm]?[jt]sx?$/, "");
}

/** Reads the text as if its first line were right: the content is useful even where it cannot be trusted. */
function parse(text: string): SidecarText | undefined {
  const body = text.slice(text.indexOf("\n") + 1);
  try {
    return readText(`${SIDECAR_HEADER}${version} sha256:${hashOf(body)}\n${body}`, version);
  } catch (error) {
    if (error instanceof UnreadableSidecar) return undefined;
    throw error;
  }
}

/** `env`, and `runtime: runtimes` */
function usesOf(uses: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    uses.map((use): [string, string] => {
      const [name = use, own = name] = use.split(": ");
      return [name, own];
    }),
  );
}

/** A contract, as a sidecar or a manifest has it. */
type WrittenContract = Omit<SidecarContract, "validators"> & {
  readonly validators: readonly (string | null | undefined)[];
};

/** Nothing is compared where the text of a validator has no clear end. */
export const builtContractOf = ({ data, uses, validators }: WrittenContract): BuiltContract => ({
  key: data.key,
  module: data.module,
  data,
  uses: usesOf(uses),
  validators: validators.map((text) => text ?? ""),
  shaped: shapedPackages(data),
});

/** The key of a contract that cannot be read: files that load its module are judged nevertheless. */
function salvage(text: string): BuiltContract | undefined {
  const [, json = ""] = /^enforce\(\n(\{.*\}),$/m.exec(text) ?? [];
  try {
    const data = JSON.parse(json) as { readonly key?: unknown; readonly module?: unknown };
    const { key, module } = data;
    const isKnown = typeof key === "string" && typeof module === "string";
    return isKnown ? { key, module, data, uses: new Map(), validators: [], shaped: [] } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Reads a sidecar.
 *
 * @param fileName - Where it was found.
 * @param text - Its text.
 */
export function readSidecar(fileName: string, text: string): Sidecar {
  let problem = findProblem(text);
  const parsed = parse(text);
  const { contract, broken, provided = [], importer, moments = [], head } = parsed ?? {};
  if (!parsed || (head !== undefined && !moments[head])) problem ??= "is not written as this version writes sidecars";
  if (broken !== undefined) problem ??= "refuses every import: the contract has errors; fix them and build again";
  const owner = contract?.data ?? importer;
  const isOther = owner !== undefined && !isNamedAfter(fileName, owner.module);
  if (isOther) problem ??= `is that of ${owner.module}; build again`;
  return {
    fileName,
    problem,
    packageName: owner?.package,
    moduleName: owner?.module,
    contract: parsed ? contract && builtContractOf(contract) : salvage(text),
    provided: provided.map(builtContractOf),
    moments: moments.map((edges) => edges.map(([name, copy]) => name + copy)),
    head,
    edges: moments,
  };
}
