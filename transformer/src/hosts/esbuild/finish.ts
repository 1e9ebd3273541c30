import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BuildOptions, BuildResult, Metafile, PartialMessage } from "esbuild";
import { createManifest, MANIFEST_NAME, readSidecar } from "importspy/dist/artifacts.cjs";
import { formatMessage } from "../../analysis/context.js";
import { version } from "../../artifacts/version.js";
import { type MessageKey, messages } from "../../messages/catalogue.js";
import { findProblems } from "../bundler/builtTargets.js";
import type { LoadedSidecar } from "../bundler/guards.js";
import type { InlinedVariables } from "../bundler/inlined.js";
import {
  type BuiltContract,
  contentsOf,
  type EarlyExternal,
  externalsBefore,
  findEarlyExternals,
  findUnguarded,
} from "../bundler/metafile.js";
import type { Target } from "../bundler/targets.js";
import { EXTERNAL, insteadOfHoisting } from "./externals.js";
import { messagesOf } from "./report.js";

/** A build that is done. */
export interface FinishedBuild {
  readonly options: BuildOptions;
  readonly root: string;
  readonly result: BuildResult;
  readonly metafile: Metafile;
  readonly sidecars: readonly LoadedSidecar[];
  /** The files that were guarded. */
  readonly guarded: readonly string[];
  /** Where the output will run, if that is known. */
  readonly target: Target | undefined;
  readonly variables: InlinedVariables;
  /** Name of a file's sidecar in the metafile. */
  sidecarNameOf(file: string): string;
}

/** A message of the catalogue as one of esbuild's. */
export function messageOf(key: MessageKey, ...values: readonly string[]): PartialMessage {
  return { text: `TS${messages[key].code}: ${formatMessage(key, ...values)}` };
}

const relative = (root: string, file: string) => path.relative(root, file).replaceAll("\\", "/");

function contractsOf({ root, metafile, sidecars, sidecarNameOf }: FinishedBuild): BuiltContract[] {
  return sidecars.flatMap(({ file, text }) => {
    const module = relative(root, file);
    const contract = metafile.inputs[module] && readSidecar(text, version).contract;
    return contract ? [{ module, sidecar: sidecarNameOf(file), key: contract.data.key }] : [];
  });
}

function hoisted({ options, root }: FinishedBuild, { contract, external, importer }: EarlyExternal): PartialMessage {
  const hint = insteadOfHoisting(options.platform, external, path.resolve(root, importer));
  return messageOf("hoistedExternal", contract.module, external, importer, hint);
}

/** What would be evaluated too early, or without a guard. */
function mistakesOf(build: FinishedBuild, contracts: readonly BuiltContract[]): PartialMessage[] {
  const { options, root, metafile, guarded, sidecarNameOf } = build;
  const early =
    options.format === "esm" ? findEarlyExternals(metafile, contracts, Boolean(options.splitting), EXTERNAL) : [];
  const [first] = early;
  const [unbundled] = options.bundle ? [] : guarded;
  if (unbundled !== undefined) {
    const name = relative(root, unbundled);
    return [messageOf("unguardableOutput", name, "esbuild", "'bundle: false'", "set 'bundle: true'")];
  }
  const isLost = (file: string) =>
    metafile.inputs[relative(root, file)] !== undefined && metafile.inputs[sidecarNameOf(file)] === undefined;
  const unguarded = [
    ...guarded.filter(isLost).map((file) => relative(root, file)),
    ...findUnguarded(metafile, contracts).map(({ module }) => module),
  ];
  return [
    ...messagesOf(root, findProblems(build, sidecarNameOf)),
    ...(first ? [hoisted(build, first)] : []),
    ...unguarded.map((module) => messageOf("guardDropped", module)),
  ];
}

/** Takes back what was written: nobody shall run it. */
function discard({ root, result, metafile }: FinishedBuild): void {
  for (const name of Object.keys(metafile.outputs)) rmSync(path.resolve(root, name), { force: true });
  result.outputFiles?.splice(0);
}

function writeManifest(build: FinishedBuild, contracts: readonly BuiltContract[]): void {
  const { options, root, result, metafile, sidecars, sidecarNameOf } = build;
  const folder = path.resolve(root, options.outdir ?? path.dirname(options.outfile ?? ""));
  const written = new Map(result.outputFiles?.map((file) => [file.path, file.text]));
  const outputs = contentsOf(metafile, contracts).map(({ path: name, ...content }) => {
    const file = path.resolve(root, name);
    return { name: relative(folder, file), code: written.get(file) ?? readFileSync(file, "utf8"), ...content };
  });
  const own = sidecars.filter(({ file }) => metafile.inputs[sidecarNameOf(file)]);
  const text = createManifest(
    "esbuild",
    version,
    own.map((each) => each.text),
    outputs,
    { beforeOf: externalsBefore(metafile, contracts) },
  );
  const file = path.join(folder, MANIFEST_NAME);
  if (options.write === false) {
    const contents = Buffer.from(text);
    const hash = createHash("sha256").update(contents).digest("hex").slice(0, 16);
    result.outputFiles?.push({ path: file, contents, hash, text });
  } else writeFileSync(file, text);
}

/**
 * Proves what esbuild wrote, and says in a manifest what is in it.
 *
 * @param build - The build.
 * @returns What is wrong; then nothing of it is left.
 * @public It is loaded when it is needed.
 */
export function finish(build: FinishedBuild): PartialMessage[] {
  const contracts = contractsOf(build);
  const mistakes = mistakesOf(build, contracts);
  if (mistakes.length) discard(build);
  else if (build.options.outdir !== undefined || build.options.outfile !== undefined) writeManifest(build, contracts);
  return mistakes;
}
