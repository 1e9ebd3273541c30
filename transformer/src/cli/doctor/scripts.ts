import path from "node:path";
import type { TypeScript } from "../../compiler.js";
import type { InstalledCompiler } from "../project/compilers.js";
import { findConfig, type ProjectConfig, pluginEntryOf, readConfig } from "../project/config.js";
import type { Manifest } from "../project/manifest.js";
import { emitsNothing, optionOf, readCommands, type ScriptCommand } from "../project/scripts.js";
import { advice, type Finding, fine, unguarded } from "./findings.js";

/** Programs that compile TypeScript by themselves and know no plugin of TypeScript. */
const OTHER_COMPILERS = ["swc", "babel", "tsup", "tsdown", "sucrase", "esbuild"];
/** Programs that run TypeScript without a build. */
const RUNNERS = ["tsx", "ts-node", "jiti"];

interface ScriptContext {
  readonly typescript: TypeScript;
  readonly manifest: Manifest;
  readonly compiler: InstalledCompiler | undefined;
  readonly configs: readonly ProjectConfig[];
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
  if (entry?.transformProgram === true) return fine(`the script "${script}" builds with the plugin of ${name}`);
  return unguarded(
    entry
      ? `the plugin of ${name}, with which the script "${script}" builds, has no "transformProgram": true`
      : `the script "${script}" builds with plugins, but ${name} has no entry for importspy`,
    entry ? `add "transformProgram": true beside "transform" in ${name}` : "importspy init",
  );
}

function examineCommand(context: ScriptContext, command: ScriptCommand): Finding | undefined {
  const { script, program, args } = command;
  const rest = args.length ? ` ${args.join(" ")}` : "";
  if (program === "importspy" && args[0] === "build") return fine(`the script "${script}" runs importspy build`);
  if (program === "tspc" && !emitsNothing(command)) return examineEntry(script, configOf(context, command));
  if (program === "tsc" || program === "tsc6") {
    const config = configOf(context, command);
    if (emitsNothing(command) || config?.parsed.options.noEmit) return undefined;
    if (context.compiler?.isPatched && program === "tsc") return examineEntry(script, config);
    return unguarded(
      `the script "${script}" runs ${program}${rest}, which emits without guards`,
      `write "importspy build${rest}" in the script "${script}"`,
    );
  }
  if (OTHER_COMPILERS.includes(program) && args.some((arg) => /\.[cm]?tsx?$|^src\b/.test(arg))) {
    return unguarded(
      `the script "${script}" compiles TypeScript with ${program}, which runs no plugin`,
      `let ${program} work on what importspy build emits`,
    );
  }
  const isNode = program === "node" && args.some((arg) => /\.[cm]?ts$/.test(arg));
  if (RUNNERS.includes(program) || isNode) {
    return advice(
      `the script "${script}" runs TypeScript with ${program}, without a build and without guards`,
      "for whatever ships, run what importspy build emits",
    );
  }
  return undefined;
}

/** Which compilers the scripts of package.json call. */
export function examineScripts(context: ScriptContext): Finding[] {
  const commands = readCommands(context.manifest.scripts);
  const findings = commands.flatMap((command) => examineCommand(context, command) ?? []);
  const builds = findings.some(({ verdict }) => verdict !== "advice");
  if (builds) return findings;
  const fix = 'add "build": "importspy build" to the scripts';
  return [...findings, advice("no script of package.json builds this project with guards", fix)];
}
