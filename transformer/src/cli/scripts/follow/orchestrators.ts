import path from "node:path";
import { createMatcher } from "../../project/globs.js";
import { isRecord } from "../../project/manifest.js";
import { list, splitArguments, valuesOf } from "../arguments.js";
import { readJson, rootOf, stringsOf } from "./json.js";
import { nx } from "./nx.js";
import { command, type Step, type StepContext, shell, type Target, type Unwrap, unknown } from "./steps.js";

/** `build:*` → the matching scripts. Here `:` separates names, as `/` separates path segments. */
function scriptTest(pattern: string): string | ((name: string) => boolean) {
  if (!pattern.includes("*")) return pattern;
  const isMatch = createMatcher(pattern.replaceAll(":", "/"));
  return (name) => isMatch(name.replaceAll(":", "/"));
}

const ownTargets = (context: StepContext): readonly Target[] => {
  const own = context.targetAt(context.folder);
  return own ? [own] : [];
};

/** `run-s clean "build:* -- --watch"` */
const runAll: Unwrap = (args, context) => {
  const { operands } = splitArguments(args, ["--npm-path", "--max-parallel", "--config"]);
  return operands.map(({ text, isDynamic }): Step => {
    if (isDynamic) return { kind: "unknown", why: `which script ${text} is, only the shell knows` };
    const [name = "", ...extra] = text.split(/\s+/);
    const words = extra
      .filter((each) => each !== "--")
      .map((each) => ({ text: each, isDynamic: /[{}]/.test(each), at: undefined, end: 0 }));
    return {
      kind: "scripts",
      names: scriptTest(name),
      targets: ownTargets(context),
      isOptional: name.includes("*"),
      extra: words,
    };
  });
};

const CONCURRENTLY = list(
  "-n --names -c --prefix-colors -p --prefix -l --prefix-length -m --max-processes -t --timestamp-format -i --default-input-target --restart-tries --restart-after --kill-signal --success -s --name-separator --hide",
);

/** `concurrently "tsc -w" npm:serve` */
const concurrently: Unwrap = (args, context) => {
  const given = splitArguments(args, [...CONCURRENTLY, "--teardown"]);
  return [...given.operands, ...given.rest, ...valuesOf(given, "--teardown")].map((word): Step => {
    const [, name] = /^(?:npm|pnpm|yarn|bun|node|deno):(\S+)/.exec(word.text) ?? [];
    if (name === undefined) return shell(word);
    return { kind: "scripts", names: scriptTest(name), targets: ownTargets(context), isOptional: name.includes("*") };
  });
};

/** Tasks of turbo.json, with the tasks that they depend on. */
function withDependencies(names: readonly string[], tasks: Record<string, unknown>): Set<string> {
  const all = new Set<string>();
  const add = (name: string) => {
    if (all.has(name)) return;
    all.add(name);
    for (const [key, task] of Object.entries(tasks)) {
      const isIt = key === name || key.endsWith(`#${name}`);
      if (isIt && isRecord(task)) stringsOf(task.dependsOn).forEach((each) => void add(each.replace(/^\^/, "")));
    }
  };
  names.forEach(add);
  return all;
}

const TURBO_HARMLESS = list(
  "bin boundaries config daemon devtools docs gen generate info link login logout ls prune query scan telemetry unlink completion",
);

const turbo: Unwrap = (args, context) => {
  const { operands } = splitArguments(
    args,
    list("--filter -F --concurrency --cwd --env-mode --log-order --output-logs --cache-dir --ui"),
  );
  const [verb] = operands;
  if (!verb || TURBO_HARMLESS.includes(verb.text)) return [];
  const names = ["run", "watch"].includes(verb.text) ? operands.slice(1) : operands;
  if (names.some(({ isDynamic }) => isDynamic)) return unknown("which task it is, only the shell knows");
  const config = readJson(context, path.join(rootOf(context), "turbo.json"));
  const tasks = [config.tasks, config.pipeline].find(isRecord) ?? {};
  const all = withDependencies(
    names.map(({ text }) => text),
    tasks,
  );
  return [...all].map((task): Step => {
    const [owner, name] = task.includes("#") ? task.split("#") : [undefined, task];
    const targets =
      owner === "//"
        ? context.workspace.filter(({ manifest }) => manifest.folder === rootOf(context))
        : context.workspace.filter(({ manifest }) =>
            owner === undefined
              ? manifest.folder !== rootOf(context) || context.workspace.length === 1
              : manifest.name === owner,
          );
    return { kind: "scripts", names: name!, targets, isOptional: true };
  });
};

const lerna: Unwrap = (args, context) => {
  const { operands, rest } = splitArguments(args, ["--scope", "--ignore", "--concurrency", "--since", "--loglevel"]);
  const [verb, ...others] = operands;
  if (verb?.text === "exec") return command(rest.length ? rest : others);
  if (verb?.text !== "run") return [];
  const names = others[0] ? others[0].text.split(",") : [];
  return names.map(
    (name): Step => ({ kind: "scripts", names: name, targets: context.workspace, isOptional: true, extra: rest }),
  );
};

/** wireit: package.json has the commands of its scripts in a separate place. */
const wireit: Unwrap = (_, context) => {
  const { wireit: scripts } = context.owner.manifest.content;
  const own = isRecord(scripts) ? scripts[context.script] : undefined;
  if (!isRecord(own)) return unknown(`"wireit" of package.json has no script ${JSON.stringify(context.script)}`);
  const dependencies = (Array.isArray(own.dependencies) ? own.dependencies : []).flatMap((each): Step[] => {
    const text: unknown = isRecord(each) ? each.script : each;
    if (typeof text !== "string") return [];
    const [folder, name] = text.includes(":") && /^[.$]/.test(text) ? text.split(/:(.*)/s) : [".", text];
    if (folder === "$WORKSPACES")
      return [{ kind: "scripts", names: name!, targets: context.workspace, isOptional: true }];
    const target = context.targetAt(path.resolve(context.folder, folder!));
    return [{ kind: "scripts", names: name!, targets: target ? [target] : [], isOptional: false }];
  });
  const text = own.command;
  return [...dependencies, ...(typeof text === "string" ? ([{ kind: "shell", text, at: undefined }] as const) : [])];
};

/** `run-script-os`: the variant of a script for the current system. */
const perSystem: Unwrap = (_, context) => [
  {
    kind: "scripts",
    names: (name) => name.startsWith(`${context.script}:`),
    targets: ownTargets(context),
    isOptional: true,
  },
];

/** Programs that run several scripts or commands, in this package or in a workspace. */
export const ORCHESTRATORS: Readonly<Record<string, Unwrap>> = {
  "npm-run-all": runAll,
  "npm-run-all2": runAll,
  "run-s": runAll,
  "run-p": runAll,
  concurrently,
  conc: concurrently,
  turbo,
  nx,
  lerna,
  wireit,
  "run-script-os": perSystem,
  "per-env": perSystem,
};
