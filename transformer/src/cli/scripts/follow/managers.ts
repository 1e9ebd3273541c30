import path from "node:path";
import { createMatcher, readRegex } from "../../project/globs.js";
import { isRecord } from "../../project/manifest.js";
import type { Word } from "../../project/shell.js";
import { type GivenOption, hasOption, list, splitArguments, splitCommand, valuesOf, wordFor } from "../arguments.js";
import { readJson } from "./json.js";
import { command, type Step, type StepContext, type Target, type Unwrap, unknown } from "./steps.js";
import { runPackage } from "./wrappers.js";

/** Subcommands that run no project code, or only scripts that are followed separately. */
const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  pnpm: list(
    "add audit bin cache cat-file config create dedupe deploy dist-tag doctor env fetch help i import info init install link licenses list ll login logout ls outdated pack patch patch-commit patch-remove prune publish rb rebuild remove rm root server set setup store un uninstall unlink up update upgrade version view why self-update approve-builds ignored-builds",
  ),
  yarn: list(
    "add audit autoclean bin cache check config constraints create dedupe explain generate-lock-entry global help import info init install licenses link list login logout npm outdated pack patch patch-commit plugin policies prune publish rebuild remove search set stage tag team unlink unplug up upgrade upgrade-interactive version versions why",
  ),
  bun: list(
    "add a audit c completions create discord help i info init install link outdated patch patch-commit pm publish remove repl rm unlink update upgrade why",
  ),
};

const LIFECYCLE: Readonly<Record<string, string>> = {
  test: "test",
  t: "test",
  tst: "test",
  start: "start",
  stop: "stop",
  restart: "restart",
};

/** The packages that filters select, by name or folder. All packages when a filter uses other syntax. */
function select(filters: readonly Word[], { workspace, folder }: StepContext): readonly Target[] {
  return workspace.filter(({ manifest }) =>
    filters.some(({ text, isDynamic }) => {
      if (isDynamic || /\.\.\.|[[{!^]/.test(text)) return true;
      if (path.resolve(folder, text) === manifest.folder) return true;
      return manifest.name !== undefined && createMatcher(text)(manifest.name);
    }),
  );
}

interface Selection {
  readonly targets: readonly Target[];
  /** The folder for commands that are not scripts. */
  readonly folder: string;
  /** Whether a package may lack the script. */
  readonly isOptional: boolean;
}

/** The packages that the options of a package manager select. */
function selectBy(options: readonly GivenOption[], context: StepContext): Selection {
  const given = { options };
  const [moved] = valuesOf(given, "-C", "--dir", "--prefix", "--cwd");
  const folder = moved ? path.resolve(context.folder, moved.text) : context.folder;
  const own = context.targetAt(folder);
  const filters = valuesOf(given, "--filter", "-F", "--filter-prod", "--workspace", "-w");
  const isRecursive = hasOption(given, "-r", "--recursive", "-ws", "--workspaces", "-m", "-A");
  // pnpm's `-w` selects the workspace root.
  const [root] = !filters.length && hasOption(given, "-w", "--workspace-root") ? context.workspace : [];
  if (root) return { targets: [root], folder: root.manifest.folder, isOptional: false };
  const targets = filters.length ? select(filters, context) : isRecursive ? context.workspace : own ? [own] : [];
  return { targets, folder, isOptional: isRecursive || filters.length > 0 || hasOption(given, "--if-present") };
}

const runScript = (name: Word, { targets, isOptional }: Selection, extra: readonly Word[]): Step[] => {
  if (name.isDynamic) return unknown(`which script ${name.text} is, only the shell knows`);
  // pnpm accepts a regular expression.
  const pattern = /^\/(.*)\/$/.exec(name.text)?.[1];
  const regex = pattern === undefined ? undefined : readRegex(pattern);
  const names = regex ? (script: string) => regex.test(script) : name.text;
  return [{ kind: "scripts", names, targets, isOptional, extra }];
};

/** Runs a program in each selected package, or in the current folder. */
function runInEach(words: readonly Word[], { targets, folder, isOptional }: Selection): readonly Step[] {
  const folders = isOptional && targets.length ? targets.map(({ manifest }) => manifest.folder) : [folder];
  return folders.flatMap((each) => command(words, { folder: each }));
}

/** Runs the script of this name if it exists, otherwise the program. */
function runScriptOrProgram(words: readonly Word[], selection: Selection): readonly Step[] {
  const [name, ...extra] = words;
  if (!name) return [];
  const isScript = selection.targets.some(({ manifest }) => manifest.scripts[name.text] !== undefined);
  if (isScript || /^\/.*\/$/.test(name.text)) return runScript(name, selection, extra);
  return runInEach(words, selection);
}

/** The package manager's own options after `run` and `exec`. */
function runBehind(
  words: readonly Word[],
  valued: readonly string[],
  options: readonly GivenOption[],
  context: StepContext,
  run: (words: readonly Word[], selection: Selection) => readonly Step[],
): readonly Step[] {
  const own = splitCommand(words, valued);
  return run(own.command, selectBy([...options, ...own.options], context));
}

const NPM = ["-w", "--workspace", "--prefix", "-C", "--loglevel", "--script-shell", "--userconfig"];

const npm: Unwrap = (args, context) => {
  const { options, operands, rest } = splitArguments(args, NPM);
  const [verb, ...others] = operands;
  if (!verb) return [];
  const selection = selectBy(options, context);
  const lifecycle = LIFECYCLE[verb.text];
  if (lifecycle)
    return runScript(wordFor(lifecycle), { ...selection, isOptional: lifecycle !== "test" || selection.isOptional }, [
      ...others,
      ...rest,
    ]);
  if (["run", "run-script", "rum", "urn"].includes(verb.text)) {
    return others[0] ? runScript(others[0], selection, [...others.slice(1), ...rest]) : [];
  }
  if (verb.text !== "exec" && verb.text !== "x") return [];
  const steps = runPackage(args.slice(args.indexOf(verb) + 1), context, verb) ?? [];
  if (!selection.isOptional) return steps;
  return selection.targets.flatMap(({ manifest }) =>
    steps.map((step) =>
      step.kind === "command" || step.kind === "shell" ? { ...step, folder: manifest.folder } : step,
    ),
  );
};

const PNPM = list(
  "--filter -F --filter-prod -C --dir --reporter --workspace-concurrency --loglevel --package --resume-from",
);

const pnpm: Unwrap = (args, context) => {
  const { options, command: words } = splitCommand(args, PNPM);
  const [verb, ...others] = words;
  if (!verb || HARMLESS.pnpm!.includes(verb.text)) return [];
  if (verb.text === "run" || verb.text === "run-script") {
    return runBehind(others, PNPM, options, context, ([name, ...extra], selection) =>
      name ? runScript(name, selection, extra) : [],
    );
  }
  if (verb.text === "exec" || verb.text === "dlx") {
    return runBehind(others, PNPM, options, context, runInEach);
  }
  if (verb.text === "recursive" || verb.text === "m" || verb.text === "multi") {
    return runBehind(
      others,
      PNPM,
      [...options, { name: "-r", value: undefined }],
      context,
      ([run, ...behind], selection) => (run?.text === "run" ? runScriptOrProgram(behind, selection) : []),
    );
  }
  const selection = selectBy(options, context);
  return runScriptOrProgram([LIFECYCLE[verb.text] ? wordFor(LIFECYCLE[verb.text]!) : verb, ...others], selection);
};

const FOREACH = ["--from", "--include", "--exclude", "-j", "--jobs"];

function yarnWorkspaces(words: readonly Word[], context: StepContext): readonly Step[] {
  const [verb, ...others] = words;
  if (verb?.text === "run") {
    const { command: behind } = splitCommand(others);
    return behind[0]
      ? runScript(behind[0], { targets: context.workspace, folder: context.folder, isOptional: true }, behind.slice(1))
      : [];
  }
  if (verb?.text !== "foreach") return [];
  return runBehind(others, FOREACH, [{ name: "-r", value: undefined }], context, ([first, ...behind], selection) => {
    if (first?.text === "exec") return runInEach(behind, selection);
    return runScriptOrProgram(first?.text === "run" ? behind : first ? [first, ...behind] : [], selection);
  });
}

const yarn: Unwrap = (args, context, program) => {
  const { options, command: words } = splitCommand(args, ["--cwd"]);
  const [verb, ...others] = words;
  if (!verb || HARMLESS.yarn!.includes(verb.text)) return [];
  const selection = selectBy(options, context);
  switch (verb.text) {
    case "run":
      return runScriptOrProgram(splitCommand(others).command, selection);
    case "exec":
    case "dlx":
      return command(splitCommand(others, ["-p", "--package"]).command, { folder: selection.folder });
    case "node":
      return command([wordFor("node"), ...others], { folder: selection.folder });
    case "workspaces":
      return yarnWorkspaces(others, context);
    case "workspace": {
      const [target] = others[0] ? select([others[0]], context) : [];
      if (!target) return unknown(`there is no package ${others[0]?.text ?? ""}`);
      return command([{ ...program, at: undefined }, ...others.slice(1)], { folder: target.manifest.folder });
    }
    default:
      return runScriptOrProgram(words, selection);
  }
};

const BUN = list(
  "--filter -F --cwd --config -c --env-file --preload -r --import --conditions --tsconfig-override -d --define -l --loader --port --shell",
);

/** Whether Bun would run a file: the name has a folder or an extension, or the file exists. */
const isFileFor = ({ project: { files }, folder }: StepContext, { text }: Word) =>
  /^\.|\/|\.[cm]?[jt]sx?$/.test(text) || files.isFile(path.resolve(folder, text));

const bun: Unwrap = (args, context) => {
  const { options, command: words } = splitCommand(args, BUN);
  const [verb, ...others] = words;
  if (!verb || HARMLESS.bun!.includes(verb.text)) return [];
  if (verb.text === "x") return runPackage(others, context, verb);
  if (verb.text === "test" || verb.text === "build") return undefined;
  const behind = verb.text === "run" ? splitCommand(others, BUN) : { options: [], command: words };
  const [name] = behind.command;
  if (!name) return [];
  const selection = selectBy([...options, ...behind.options], context);
  const isScript = selection.targets.some(({ manifest }) => manifest.scripts[name.text] !== undefined);
  if (!isScript && (name.isDynamic || isFileFor(context, name))) return undefined;
  return runScriptOrProgram(behind.command, selection);
};

/** The tasks of deno.json with their commands. */
function denoTasks(context: StepContext): Record<string, unknown> {
  const configs = ["deno.json", "deno.jsonc"].map((name) => readJson(context, path.join(context.folder, name)));
  return configs.map(({ tasks }) => tasks).find(isRecord) ?? {};
}

const deno: Unwrap = (args, context) => {
  const { operands, rest } = splitArguments(args, ["-f", "--filter", "--cwd", "-c", "--config"]);
  const [verb, name, ...extra] = operands;
  // `deno run -A npm:vite build`
  const [, tool] = verb?.text === "run" ? (/^npm:(.+)/.exec(name?.text ?? "") ?? []) : [];
  if (tool !== undefined) return command([wordFor(tool), ...extra, ...rest]);
  if (verb?.text !== "task") return undefined;
  if (!name) return [];
  const tasks = denoTasks(context);
  const task = tasks[name.text];
  if (task === undefined) return runScript(name, selectBy([], context), [...extra, ...rest]);
  const { command: text, dependencies = [] } = isRecord(task) ? task : { command: task };
  const others = Array.isArray(dependencies) ? dependencies.map(String) : [];
  return [
    ...others.flatMap((other) => command([wordFor("deno"), wordFor("task"), wordFor(other)])),
    ...(typeof text === "string" ? ([{ kind: "shell", text, at: undefined }] as const) : []),
  ];
};

/** For each package manager: the scripts or programs that a call runs. */
export const MANAGERS: Readonly<Record<string, Unwrap>> = { npm, pnpm, yarn, yarnpkg: yarn, bun, deno };
