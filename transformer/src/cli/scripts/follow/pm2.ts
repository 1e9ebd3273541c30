/** pm2 and pm2-runtime, when a configuration lists the programs. */
import path from "node:path";
import { showIn } from "../../paths.js";
import { splitArguments, wordFor } from "../arguments.js";
import { findToolConfig, readToolConfig } from "../tools/configFiles.js";
import { command, type Step, type StepContext, type Unwrap, unknown } from "./steps.js";

/** How pm2 recognizes a configuration: {@link https://pm2.keymetrics.io/docs/usage/application-declaration/}. */
const CONFIG = /\.(?:json|ya?ml|config\.[cm]?js)$/;

/** Properties that change how a script is run, so that Node.js does not run it directly. */
const CHANGES = ["interpreter", "exec_interpreter", "interpreter_args", "node_args", "nodeArgs", "cwd"];

/** Programs that pm2 starts by their names; any other name is that of a file, or of something that pm2 runs already. */
const PROGRAMS: ReadonlySet<string> = new Set(["npm", "pnpm", "yarn", "bun", "npx", "node", "deno", "tsx"]);

const VALUED = ["-n", "--name", "-i", "--instances", "--only", "--env", "--cwd", "-l", "--log", "-o", "-e"];

/** The programs of a configuration. */
function followConfig(fileName: string, { project, folder }: StepContext): readonly Step[] {
  const shown = showIn(project.cwd, fileName);
  if (/\.ya?ml$/.test(fileName)) return unknown(`${shown} is not read`);
  const config = readToolConfig(project, fileName, folder);
  const scripts = config.read(["script"]);
  if (!scripts?.texts.length || scripts.isOpen) return unknown(`what ${shown} runs is not written down there`);
  const changed = CHANGES.find((name) => config.read([name])?.texts.some((text) => text !== "node"));
  if (changed !== undefined) return unknown(`${changed} in ${shown} is not followed`);
  const given = config.read(["args"]);
  return scripts.texts.flatMap((text): readonly Step[] => {
    if (!isProgram(text, { project, folder })) return command([wordFor("pm2"), wordFor("start"), wordFor(text)]);
    // `args: ["run", "serve"]`, `args: "run serve"`; of several programs, it is not known whose they are.
    const isClear = given === undefined || (!given.isOpen && scripts.texts.length === 1);
    if (!isClear) return unknown(`args in ${shown} is not followed`);
    return command([text, ...(given?.texts ?? [])].flatMap((each) => each.split(/\s+/)).map(wordFor));
  });
}

/** Whether pm2 starts a program, and no file: `pm2 start npm -- start`. */
const isProgram = (text: string, { project, folder }: Pick<StepContext, "project" | "folder">) =>
  PROGRAMS.has(text) && !project.files.isFile(path.resolve(folder, text));

export const runPm2: Unwrap = (args, context) => {
  const { operands: words, rest } = splitArguments(args, VALUED);
  const [verb, ...operands] = words;
  if (!verb || verb.isDynamic) return undefined;
  // pm2-runtime accepts a file without a subcommand.
  const isStart = /^(?:re)?start$|^reload$|^startOr/.test(verb.text);
  const [file] = isStart ? operands : [verb];
  if (file && !file.isDynamic && CONFIG.test(file.text)) {
    const fileName = path.resolve(context.folder, file.text);
    const isThere = context.project.files.isFile(fileName);
    return isThere ? followConfig(fileName, context) : unknown(`${file.text} does not exist`);
  }
  if (file && !file.isDynamic && isProgram(file.text, context)) return command([file, ...rest]);
  const found = !file && isStart ? findToolConfig(context.project, context.folder, ["ecosystem.config"]) : undefined;
  return found === undefined ? undefined : followConfig(found, context);
};
