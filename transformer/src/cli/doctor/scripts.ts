import path from "node:path";
import type { TypeScript } from "../../compiler.js";
import type { InstalledCompiler } from "../project/compilers.js";
import { findConfig, type ProjectConfig, pluginEntryOf, readConfig } from "../project/config.js";
import type { Manifest } from "../project/manifest.js";
import { emitsNothing, optionOf, readCommands, type ScriptCommand } from "../project/scripts.js";
import { advice, type Finding, fine, unguarded } from "./findings.js";
import { isTypeScript } from "./sources.js";

/** Programs that compile TypeScript by themselves and know no plugin of TypeScript. */
const OTHER_COMPILERS = ["swc", "babel", "tsup", "tsdown", "sucrase", "esbuild"];
/** Bundlers that take TypeScript from where their configuration says, unless they are given what was built before. */
const BUNDLERS = ["webpack", "rollup", "rolldown"];
/** Those that do so when they are told to: `vite build`. */
const TOLD_BUNDLERS = ["vite", "next", "nuxt", "nuxi", "rsbuild", "rspack", "parcel", "ncc", "remix", "bun"];
/** Programs that run TypeScript without a build. */
const RUNNERS = ["tsx", "ts-node", "jiti"];
/** Runtimes that do so when a file of TypeScript is what they are given. */
const RUNTIMES = ["node", "bun", "deno"];

/** Then nothing that doctor sees ships, guarded or not. */
export const NO_BUILD = "no script of package.json builds this project with guards";

interface ScriptContext {
  readonly typescript: TypeScript;
  readonly manifest: Manifest;
  readonly compiler: InstalledCompiler | undefined;
  /** The configurations of the package; the first is the one that tsc takes when none is named. */
  readonly configs: readonly ProjectConfig[];
  /** Where the package is, in words: `""`, ` of packages/core`. */
  readonly place: string;
}

function configOf({ typescript, manifest, configs }: ScriptContext, command: ScriptCommand): ProjectConfig | undefined {
  const named =
    optionOf(command, "-p", "--project") ?? (optionOf(command, "-b", "--build")?.replace(/^-.*/, "") || undefined);
  if (named === undefined) return configs[0];
  const fileName = findConfig(typescript, manifest.folder, named);
  return fileName === undefined ? undefined : readConfig(typescript, fileName);
}

function examineEntry(script: string, config: ProjectConfig | undefined): Finding {
  const name = config ? path.basename(config.fileName) : "tsconfig.json";
  const entry = config && pluginEntryOf(config);
  if (entry?.transformProgram === true) return fine(`${script} builds with the plugin of ${name}`);
  return unguarded(
    entry
      ? `the plugin of ${name}, with which ${script} builds, has no "transformProgram": true`
      : `${script} builds with plugins, but ${name} has no entry for importspy`,
    entry ? `add "transformProgram": true beside "transform" in ${name}` : "importspy init",
  );
}

function examineCommand(context: ScriptContext, command: ScriptCommand): Finding | undefined {
  const { program, args } = command;
  const script = `the script "${command.script}"${context.place}`;
  const rest = args.length ? ` ${args.join(" ")}` : "";
  if (program === "importspy" && args[0] === "build") {
    return emitsNothing(command) ? undefined : fine(`${script} runs importspy build`);
  }
  if (program === "tspc" && !emitsNothing(command)) return examineEntry(script, configOf(context, command));
  if (program === "tsc" || program === "tsc6") {
    const config = configOf(context, command);
    if (emitsNothing(command) || config?.parsed.options.noEmit) return undefined;
    if (context.compiler?.isPatched && program === "tsc") return examineEntry(script, config);
    return unguarded(
      `${script} runs ${program}${rest}, which emits without guards`,
      `write "importspy build${rest}" in ${script}`,
    );
  }
  if (OTHER_COMPILERS.includes(program) && args.some((arg) => isTypeScript(arg) || /^src\b/.test(arg))) {
    return unguarded(
      `${script} compiles TypeScript with ${program}, which runs no plugin`,
      `let ${program} work on what importspy build emits`,
    );
  }
  const isGiven = RUNTIMES.includes(program) && args.some(isTypeScript);
  if (RUNNERS.includes(program) || isGiven) {
    return advice(
      `${script} runs TypeScript with ${program}, without a build and without guards`,
      "for whatever ships, run what importspy build emits",
    );
  }
  return undefined;
}

function isBundling({ program, args }: ScriptCommand): boolean {
  if (TOLD_BUNDLERS.includes(program)) return args[0] === "build";
  return BUNDLERS.includes(program) && args[0] !== "serve";
}

/**
 * Which compilers the scripts of package.json call.
 *
 * @param contexts - Each package with its scripts.
 */
export function examineScripts(contexts: readonly ScriptContext[]): Finding[] {
  const commands = contexts.flatMap((context) =>
    readCommands(context.manifest.scripts).map((command) => ({ context, command })),
  );
  const findings = commands.flatMap(({ context, command }) => examineCommand(context, command) ?? []);
  if (findings.some(({ verdict }) => verdict !== "advice")) return findings;
  const fix = 'add "build": "importspy build" to the scripts';
  const bundling = commands.find(({ command }) => isBundling(command));
  if (!bundling) return [...findings, advice(NO_BUILD, fix)];
  const { script, program } = bundling.command;
  const text = `the script "${script}"${bundling.context.place} bundles with ${program}, and nothing builds with guards before`;
  return [...findings, unguarded(text, `let ${program} work on what importspy build emits`)];
}
