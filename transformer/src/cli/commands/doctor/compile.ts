import { otherTransformersOf, type ProjectConfig, pluginEntryOf } from "../../project/config.js";
import type { Compilation } from "../../scripts/compilers.js";
import { type Call, nameOf } from "../../scripts/model.js";
import { advice, type Finding, fine, unguarded } from "./findings.js";

/** Whether a compiler runs the entries of `plugins`. tspc does, and so does tsc after ts-patch has changed it. */
export const runsPlugins = ({ program, unit }: Call): boolean =>
  program === "tspc" || (program === "tsc" && Boolean(unit.compiler?.isPatched));

/** Whether a configuration has the entry of `plugins` that importspy needs. */
export const hasEntry = (config: ProjectConfig) => pluginEntryOf(config)?.transformProgram === true;

/** Whether a compilation emits guards. */
export function isGuarding({ call, configs }: Compilation): boolean {
  if (call.program === "importspy") return true;
  return runsPlugins(call) && configs.length > 0 && configs.every(hasEntry);
}

/** The same call with another program: `importspy build -p .` */
export function replaced({ call }: Compilation, program: string): string {
  const args = call.program === "importspy" ? call.args.slice(1) : call.args;
  return [program, ...args.map(({ text }) => (/\s/.test(text) ? JSON.stringify(text) : text))].join(" ");
}

/** The program that can emit guards for a compilation. Other transformers run only in tspc. */
export const guardingProgram = ({ configs }: Pick<Compilation, "configs">): "tspc" | "importspy build" =>
  configs.some((config) => otherTransformersOf(config).length) ? "tspc" : "importspy build";

function examineEntry(compilation: Compilation): Finding {
  const { call, configs } = compilation;
  const script = nameOf(call);
  const lacking = configs.find((config) => !hasEntry(config));
  if (!configs.length && call.args.length) {
    const text = `${script} runs ${call.shown}, which reads no tsconfig.json, so no plugins`;
    return unguarded(text, `write "${replaced(compilation, "importspy build")}" in ${script}`);
  }
  const name = lacking ? baseName(lacking) : compilation.configName;
  if (!lacking && configs.length) return fine(`${script} builds with the plugin of ${name}`);
  const entry = lacking && pluginEntryOf(lacking);
  return unguarded(
    entry
      ? `the plugin of ${name}, with which ${script} builds, has no "transformProgram": true`
      : `${script} builds with plugins, but ${name} has no entry for importspy`,
    entry ? `add "transformProgram": true beside "transform" in ${name}` : "importspy init",
  );
}

const baseName = ({ fileName }: ProjectConfig) => fileName.replace(/^.*[\\/]/, "");

/** Checks whether a TypeScript build emits guards. */
export function examineCompilation(compilation: Compilation): Finding[] {
  const { call, configs } = compilation;
  const script = nameOf(call);
  if (call.program === "importspy") {
    const [other] = configs.flatMap(otherTransformersOf);
    const left = `${script} runs importspy build, which leaves out the transformer ${JSON.stringify(other)} of tsconfig.json`;
    return [
      fine(`${script} runs importspy build`),
      ...(other === undefined ? [] : [advice(left, `write "${replaced(compilation, "tspc")}" in ${script}`)]),
    ];
  }
  if (runsPlugins(call)) return [examineEntry(compilation)];
  const text = `${script} runs ${call.shown}, which emits without guards`;
  const program = guardingProgram(compilation);
  return [unguarded(text, `write "${replaced(compilation, program)}" in ${script}`)];
}
