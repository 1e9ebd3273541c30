import path from "node:path";
import { createMatcher } from "../../project/globs.js";
import { isRecord } from "../../project/manifest.js";
import type { Word } from "../../project/shell.js";
import { list, splitArguments } from "../arguments.js";
import { readJson, rootOf, stringsOf } from "./json.js";
import { command, type Step, type StepContext, type Target, type Unwrap, unknown } from "./steps.js";

/** A project.json of Nx. */
interface NxProject {
  readonly name: string;
  readonly targets: Readonly<Record<string, unknown>>;
  /** Its package. */
  readonly own: Target | undefined;
}

/** Executors that neither compile nor run project code. */
const HARMLESS = /^(?:nx:noop|@n(?:x|rwl)\/(?:eslint|linter):(?:lint|eslint))$/;

function readProjects(context: StepContext): NxProject[] {
  const files = context.project.files.list(rootOf(context));
  return files
    .filter((file) => path.basename(file) === "project.json")
    .map((file) => {
      const { name, targets } = readJson(context, file);
      const folder = path.dirname(file);
      const own = context.targetAt(folder);
      return {
        name: typeof name === "string" ? name : path.basename(folder),
        targets: isRecord(targets) ? targets : {},
        own,
      };
    });
}

/** The commands of a target, or the name of an executor that cannot be followed. */
function runsOf(value: unknown, name: string, { own }: NxProject, root: string): readonly Step[] | string {
  if (!isRecord(value)) return [];
  const options = isRecord(value.options) ? value.options : {};
  const folder = typeof options.cwd === "string" ? path.resolve(root, options.cwd) : root;
  const executor = typeof value.executor === "string" ? value.executor : undefined;
  if (executor === "nx:run-commands" || executor === undefined) {
    const commands = [value.command, options.command, ...(Array.isArray(options.commands) ? options.commands : [])];
    return commands.flatMap((each): readonly Step[] => {
      const text: unknown = isRecord(each) ? each.command : each;
      return typeof text === "string" ? [{ kind: "shell", text, at: undefined, folder }] : [];
    });
  }
  if (executor === "nx:run-script" && own) {
    const script = typeof options.script === "string" ? options.script : name;
    return [{ kind: "scripts", names: script, targets: [own], isOptional: false }];
  }
  return HARMLESS.test(executor) ? [] : executor;
}

/** The targets that a target depends on, in the same project or in others (`^build`). */
function dependenciesOf(
  name: string,
  { targetDefaults }: Record<string, unknown>,
  projects: readonly NxProject[],
): string[] {
  const defaults = isRecord(targetDefaults) ? targetDefaults[name] : undefined;
  const all = [defaults, ...projects.map(({ targets }) => targets[name])];
  return all
    .flatMap((each) => (isRecord(each) ? stringsOf(each.dependsOn) : []))
    .map((each) => each.replace(/^\^/, ""));
}

/** @param only - The names of projects, or patterns; all projects when absent. */
function runTargets(
  names: readonly string[],
  only: readonly string[] | undefined,
  context: StepContext,
): readonly Step[] {
  const root = rootOf(context);
  const config = readJson(context, path.join(root, "nx.json"));
  const all = readProjects(context);
  const targets = new Set(names);
  for (const name of targets) for (const each of dependenciesOf(name, config, all)) targets.add(each);
  // Targets of other projects run first.
  const isChosen = only && targets.size === names.length ? createMatcher(only) : () => true;
  const projects = all.filter(({ name }) => isChosen(name));
  const packages = context.workspace.filter(({ manifest }) => isChosen(manifest.name ?? ""));

  const runs = projects.flatMap((each) => [...targets].map((name) => runsOf(each.targets[name], name, each, root)));
  const executors = new Set(runs.filter((each) => typeof each === "string"));
  const isInferred = Array.isArray(config.plugins) && config.plugins.length > 0;
  return [
    ...runs.flatMap((each) => (typeof each === "string" ? [] : each)),
    ...[...targets].map((name): Step => ({ kind: "scripts", names: name, targets: packages, isOptional: true })),
    ...(executors.size ? unknown(`executors of project.json are not followed: ${[...executors].join(", ")}`) : []),
    ...(isInferred ? unknown("plugins of nx.json make targets of their own") : []),
  ];
}

const OTHER_VERBS = list(
  "add connect daemon dep-graph format format:check format:write g generate graph import init list login logout migrate new release repair report reset show sync sync:check view-logs",
);

/** The list in `-t build test` or `--projects=a,b`. */
function listBehind(args: readonly Word[], option: RegExp): string[] | undefined {
  const at = args.findIndex(({ text }) => option.test(text));
  if (at < 0) return undefined;
  const inline = args[at]!.text.split("=")[1];
  const behind = args.slice(at + 1).map(({ text }) => text);
  const end = behind.findIndex((text) => text.startsWith("-"));
  const texts = inline === undefined ? behind.slice(0, end < 0 ? undefined : end) : [inline];
  return texts.flatMap((text) => text.split(","));
}

/** Nx: `nx run-many -t build`, `nx run app:build`, `nx build app`. */
export const nx: Unwrap = (args, context) => {
  const given = splitArguments(args, ["-c", "--configuration", "--parallel", "--base", "--head"]);
  const [verb, ...others] = given.operands;
  if (!verb || OTHER_VERBS.includes(verb.text)) return [];
  if (verb.text === "exec") return command(given.rest.length ? given.rest : others);
  if (verb.text === "run-many" || verb.text === "affected") {
    const names = listBehind(args, /^(?:-t|--targets?)(?:=|$)/);
    return names
      ? runTargets(names, listBehind(args, /^(?:-p|--projects)(?:=|$)/), context)
      : unknown("it names no target");
  }
  const named = verb.text === "run" ? others[0]?.text : verb.text.includes(":") ? verb.text : undefined;
  if (named !== undefined) {
    const [project, target] = named.split(":");
    return target ? runTargets([target], [project!], context) : unknown("it names no target");
  }
  // Without a project name, it is the project of the current folder.
  const [project] = others;
  return runTargets([verb.text], project ? [project.text] : undefined, context);
};
