import path from "node:path";
import { showIn } from "../../paths.js";
import type { ShellCommand, Word } from "../../project/shell.js";
import { hasOption, splitCommand, valuesOf, wordFor } from "../arguments.js";
import { type Call, type Project, type ScriptPackage, showWords, type Unknown } from "../model.js";
import { NODE_OPTIONS_WITH_VALUE } from "../node.js";
import { HARMLESS } from "../tools/harmless.js";
import { readStarted } from "./images.js";
import { MANAGERS } from "./managers.js";
import { ORCHESTRATORS } from "./orchestrators.js";
import type { Step, Target, Unwrap } from "./steps.js";
import { WRAPPERS } from "./wrappers.js";

/** The programs that scripts run. */
export interface Followed {
  readonly calls: readonly Call[];
  readonly unknowns: readonly Unknown[];
}

/** The context of a command. */
interface Route {
  readonly owner: ScriptPackage;
  readonly script: string;
  readonly folder: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  /** The number of wrapper programs on the way to it. */
  readonly depth: number;
}

const DEEPEST = 20;

/** `node --run build`, `node node_modules/typescript/bin/tsc -p .` */
const node: Unwrap = (args, context, program) => {
  const { options, command } = splitCommand(args, NODE_OPTIONS_WITH_VALUE);
  const [script] = valuesOf({ options }, "--run");
  if (script) {
    const own = context.targetAt(context.folder);
    return [{ kind: "scripts", names: script.text, targets: own ? [own] : [], isOptional: false, extra: command }];
  }
  if (hasOption({ options }, "--test", "-e", "--eval", "-p", "--print", "--check", "-c")) return undefined;
  const [file, ...others] = command;
  const name = file && !file.isDynamic ? installedProgram(file.text) : undefined;
  if (name === undefined) return undefined;
  // The replaced range includes the word `node`.
  const at =
    program.at !== undefined && file?.at !== undefined ? { at: program.at, end: file.end } : { at: undefined, end: 0 };
  return [{ kind: "command", words: [{ text: name, isDynamic: false, ...at }, ...others] }];
};

const UNWRAP: ReadonlyMap<string, Unwrap> = new Map(
  Object.entries({ ...WRAPPERS, ...ORCHESTRATORS, ...MANAGERS, node }),
);

/** The program for a file of an installed package: `node_modules/.bin/tsc`, `node_modules/vite/bin/vite.js`. */
function installedProgram(file: string): string | undefined {
  const [, inside] = /(?:^|[\\/])node_modules[\\/](.*)$/.exec(file) ?? [];
  return inside === undefined ? undefined : path.posix.basename(inside.replaceAll("\\", "/")).replace(/\.[cm]?js$/, "");
}

/** `tsc`, `vite@5`, `C:\…\tsc.cmd` → the name of the program. Scoped packages keep their scope. */
function programName(text: string): string {
  const name = text.startsWith("@") ? text : path.posix.basename(text.replaceAll("\\", "/"));
  return name.replace(/(?<=.)@[^/]*$/, "").replace(/\.(?:cmd|exe)$/, "");
}

/** The words of a `#!` line: `#!/usr/bin/env -S node --import tsx`. */
function readInterpreter(text: string): string | undefined {
  const [, line] = /^#!\s*(\S.*)/.exec(text) ?? [];
  return line?.replace(/^\/usr\/bin\/env\s+(?:-S\s+)?/, "").trim();
}

/** Follows scripts to the programs that they finally call. */
class Follower {
  readonly calls: Call[] = [];
  readonly unknowns: Unknown[] = [];
  private readonly followed = new Set<string>();
  private readonly workspace: readonly Target[];
  private readonly project: Project;

  constructor(project: Project) {
    this.project = project;
    const known = new Map(project.packages.map((each) => [each.manifest.folder, each]));
    const manifests = new Map(
      [...project.packages.map(({ manifest }) => manifest), ...project.workspace].map((each) => [each.folder, each]),
    );
    this.workspace = [...manifests.values()].map((manifest) => ({ manifest, followed: known.get(manifest.folder) }));
  }

  /** The innermost workspace package that contains a folder. */
  private targetAt(folder: string): Target | undefined {
    return this.workspace
      .filter(({ manifest }) => folder === manifest.folder || folder.startsWith(manifest.folder + path.sep))
      .sort((a, b) => b.manifest.folder.length - a.manifest.folder.length)[0];
  }

  followScript(owner: ScriptPackage, script: string, extra: readonly Word[] = [], depth = 0): void {
    const key = JSON.stringify([owner.manifest.folder, script, extra.map(({ text }) => text)]);
    const text = owner.manifest.scripts[script];
    if (text === undefined || this.followed.has(key)) return;
    this.followed.add(key);
    if (!extra.length) for (const prefix of ["pre", "post"]) this.followScript(owner, prefix + script, [], depth);
    const quoted = extra.map((word) =>
      /^[\w./:=@,+-]+$/.test(word.text) || word.isDynamic ? word.text : `'${word.text.replaceAll("'", "'\\''")}'`,
    );
    const route = { owner, script, folder: owner.manifest.folder, variables: {}, depth };
    this.followText([text, ...quoted].join(" "), 0, route);
  }

  /** @param text - A command that a file of the package starts. */
  followStarted(owner: ScriptPackage, text: string, folder: string): void {
    this.followText(text, undefined, { owner, script: "", folder, variables: {}, depth: 0 });
  }

  /** @param script - Where the text is, when it is not in a script of package.json. */
  followElsewhere(owner: ScriptPackage, script: string, text: string): void {
    this.followText(text, undefined, { owner, script, folder: owner.manifest.folder, variables: {}, depth: 0 });
  }

  private tell(route: Route, shown: string, why: string): void {
    const { owner, script } = route;
    this.unknowns.push({ owner, script, shown, why });
  }

  /** @param offset - The position of the text in the script, if the script contains it. */
  private followText(text: string, offset: number | undefined, route: Route): void {
    const { commands, error } = this.project.readShell(text, route.folder ?? route.owner.manifest.folder, offset);
    if (error !== undefined) this.tell(route, text, `no shell can read it (${error})`);
    for (const command of commands) {
      this.followCommand(
        command,
        { ...route, folder: route.folder === undefined ? undefined : command.folder },
        offset !== undefined,
      );
    }
  }

  private followCommand({ words, variables }: ShellCommand, route: Route, isPlaced: boolean): void {
    const placed = isPlaced ? words : words.map((word) => ({ ...word, at: undefined }));
    this.followWords(placed, { ...route, variables: { ...route.variables, ...variables } });
  }

  /** The reason why a command cannot be followed. */
  private refusal({ isDynamic }: Word, name: string, { depth, folder }: Route): string | undefined {
    if (isDynamic) return "which program it is, only the shell knows";
    if (depth > DEEPEST) return "it runs itself";
    return folder === undefined && !HARMLESS.has(name) ? "the folder that it runs in is computed" : undefined;
  }

  private followWords([program, ...args]: readonly Word[], route: Route): void {
    if (!program) return;
    const shown = showWords([program, ...args]);
    const installed = installedProgram(program.text);
    const name = installed ?? programName(program.text);
    const refusal = this.refusal(program, name, route);
    const isPath = /[\\/]/.test(program.text) && !program.text.startsWith("@") && installed === undefined;
    if (refusal !== undefined) this.tell(route, shown, refusal);
    else if (isPath && !path.isAbsolute(program.text)) this.followFile(program, args, route);
    else if (route.folder !== undefined) this.unwrap(name, program, args, { ...route, folder: route.folder });
  }

  private unwrap(name: string, program: Word, args: readonly Word[], route: Route & { folder: string }): void {
    const { owner, script, folder, variables } = route;
    const { project, workspace } = this;
    const targetAt = (from: string) => this.targetAt(from);
    const shown = showWords([program, ...args]);
    const steps = UNWRAP.get(name)?.(args, { project, script, owner, folder, targetAt, workspace }, program);
    const target = this.targetAt(folder);
    if (steps) {
      for (const step of steps) this.take(step, { ...route, depth: route.depth + 1 }, shown);
    } else if (!target || target.followed) {
      const at = program.at === undefined ? undefined : { start: program.at, end: program.end };
      const unit = target?.followed ?? owner;
      this.calls.push({ owner, script, unit, folder, program: name, args, variables, shown, at });
    }
  }

  /** A file of the project that is called as a program. Its `#!` line names the interpreter. */
  private followFile(program: Word, args: readonly Word[], route: Route): void {
    const text = this.project.files.read(path.resolve(route.folder ?? "", program.text));
    const ending = /\.(?:ba|z|k)?sh$/.test(program.text) ? "sh" : undefined;
    const reader = text === undefined ? undefined : (readInterpreter(text) ?? ending);
    if (reader !== undefined) {
      this.followWords([...reader.split(/\s+/).map(wordFor), { ...program, at: undefined }, ...args], route);
    } else {
      const why = text === undefined ? "does not exist" : "does not say what reads it";
      this.tell(route, showWords([program, ...args]), `${program.text} ${why}`);
    }
  }

  /** Follows each text once, so that a script that calls itself ends. */
  private takeText(text: string, at: number | undefined, route: Route): void {
    const key = JSON.stringify([route.owner.manifest.folder, route.script, route.folder, text, at]);
    if (this.followed.has(key)) return;
    this.followed.add(key);
    this.followText(text, at, route);
  }

  private takeFile(fileName: string, route: Route, shown: string): void {
    const text = this.project.files.read(fileName);
    if (text !== undefined) this.takeText(text, undefined, route);
    else this.tell(route, shown, `${showIn(this.project.cwd, fileName)} does not exist`);
  }

  private take(step: Step, route: Route, shown: string): void {
    switch (step.kind) {
      case "command": {
        const { words, folder = route.folder, variables } = step;
        this.followWords(words, { ...route, folder, variables: { ...route.variables, ...variables } });
        break;
      }
      case "shell":
        this.takeText(step.text, step.at, { ...route, folder: step.folder ?? route.folder });
        break;
      case "file":
        this.takeFile(step.fileName, route, shown);
        break;
      case "scripts":
        this.takeScripts(step, route, shown);
        break;
      case "unknown":
        this.tell(route, shown, step.why);
    }
  }

  private takeScripts(
    { names, targets, isOptional, extra }: Step & { kind: "scripts" },
    route: Route,
    shown: string,
  ): void {
    const isNamed = typeof names === "string" ? (name: string) => name === names : names;
    const found = targets.flatMap(({ manifest, followed }) =>
      Object.keys(manifest.scripts)
        .filter(isNamed)
        .map((name) => ({ name, followed })),
    );
    if (!found.length && !isOptional) this.tell(route, shown, `there is no script ${JSON.stringify(String(names))}`);
    for (const { name, followed } of found) {
      if (followed) this.followScript(followed, name, extra, route.depth);
    }
  }
}

/**
 * Follows scripts to the programs that they call, through `npm run`, `cross-env`, `concurrently`, `turbo` and similar
 * tools.
 *
 * @param project - The packages.
 * @param names - The scripts of the package that was asked about. When absent: all scripts of all packages, and the
 * commands of their images and Procfiles.
 */
export function followScripts(project: Project, names?: readonly string[]): Followed {
  const follower = new Follower(project);
  const [root] = project.packages;
  if (names) for (const name of names) follower.followScript(root, name);
  else {
    for (const each of project.packages) {
      for (const name of Object.keys(each.manifest.scripts)) follower.followScript(each, name);
      for (const { place, text } of readStarted(project.files, each.manifest.folder)) {
        follower.followElsewhere(each, place, text);
      }
    }
  }
  return follower;
}

/**
 * Follows a command that a file of the project starts.
 *
 * @param project - The packages.
 * @param owner - The package of the file.
 * @param text - The command.
 * @param folder - The folder in which it runs.
 */
export function followCommand(project: Project, owner: ScriptPackage, text: string, folder: string): Followed {
  const follower = new Follower(project);
  follower.followStarted(owner, text, folder);
  return follower;
}
