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
  return scripts.texts.flatMap((text) => command([wordFor("pm2"), wordFor("start"), wordFor(text)]));
}

export const runPm2: Unwrap = (args, context) => {
  const [verb, ...operands] = splitArguments(args, VALUED).operands;
  if (!verb || verb.isDynamic) return undefined;
  // pm2-runtime accepts a file without a subcommand.
  const isStart = /^(?:re)?start$|^reload$|^startOr/.test(verb.text);
  const [file] = isStart ? operands : [verb];
  if (file && !file.isDynamic && CONFIG.test(file.text)) {
    const fileName = path.resolve(context.folder, file.text);
    const isThere = context.project.files.isFile(fileName);
    return isThere ? followConfig(fileName, context) : unknown(`${file.text} does not exist`);
  }
  const found = !file && isStart ? findToolConfig(context.project, context.folder, ["ecosystem.config"]) : undefined;
  return found === undefined ? undefined : followConfig(found, context);
};
