import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { LONGEST_WAIT } from "./eventually.ts";
import { NODE_TYPES } from "./nodeTypes.ts";
import { assertHidden } from "./secrets.ts";
import { askServer } from "./server/client.ts";
import type { Request } from "./server/protocol.ts";

/** The root of this repository. */
export const root = path.resolve(import.meta.dirname, "../..");

/** The command line. */
export const IMPORTSPY = path.join(root, "runtime/bin/importspy.cjs");

/** What was written later than 20 milliseconds before a build, the build does not trust by its time. */
const COARSE_MS = 25;

/** What a finished process left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Files by path, for {@link createProject}. */
export type Files = Readonly<Record<string, string>>;

const TSCONFIG = {
  compilerOptions: {
    target: "es2022",
    module: "nodenext",
    strict: true,
    rootDir: "src",
    outDir: "dist",
    // To read the DOM's types takes a compiler half a second.
    lib: ["es2022"],
    types: ["node"],
    skipLibCheck: true,
    plugins: [{ transform: "@importspy/transformer", transformProgram: true }],
  },
  include: ["src"],
};

/** A tsconfig.json with the plugin; `options` are added to the compiler options, `undefined` removes one. */
export function tsconfig(options: Record<string, unknown> = {}, rest: Record<string, unknown> = {}): string {
  const compilerOptions = { ...TSCONFIG.compilerOptions, ...options };
  return JSON.stringify({ ...TSCONFIG, ...rest, compilerOptions }, null, 2);
}

/** Options of a process. */
export interface RunOptions {
  /** Environment variables; nothing is inherited but `PATH`, what Node needs and the run's caches. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Variables that reach the process in another way, by a file for instance: it must not print them either. */
  readonly given?: Readonly<Record<string, string>>;
  /** Milliseconds after which the process is killed. */
  readonly timeout?: number;
}

/** A project in a temporary folder, with this repository's packages installed. */
export class Project {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Absolute path of a file of the project. */
  at(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  async write(files: Files): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(this.at(name)), { recursive: true });
      await writeFile(this.at(name), text);
    }
  }

  read(name: string): Promise<string> {
    return readFile(this.at(name), "utf8");
  }

  /** Installs packages that this repository has, in the place of what is there. */
  async install(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const target = this.at("node_modules", name);
      await mkdir(path.dirname(target), { recursive: true });
      await rm(target, { recursive: true, force: true });
      await symlink(path.join(root, "node_modules", name), target, "dir");
    }
  }

  /** Paths of all files below a folder, sorted; `node_modules` left out. */
  async list(folder = "."): Promise<string[]> {
    const entries = await readdir(this.at(folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
      .filter((name) => !name.includes("node_modules"))
      .sort();
  }

  /** Runs tspc in a process that has run it before: see server/server.ts. */
  async tspc(args: readonly string[] = ["-p", "."]): Promise<Finished> {
    const served = await this.#serve({ program: "tspc", folder: this.folder, args, env: inherited() });
    // `-b` compares times: what is written next would be as old as the output.
    if (args.includes("-b")) await wait(COARSE_MS);
    if (served) return served;
    const { compileHere } = await import("./compilers.ts");
    const { code, printed } = compileHere(this.folder, "tspc", args);
    return { code, stdout: this.#clean(printed), stderr: "" };
  }

  /** Runs tspc as users do: for what depends on its being a process, and on how it is installed. */
  tspcProcess(args: readonly string[] = ["-p", "."], options: RunOptions = {}): Promise<Finished> {
    return this.node([path.join(root, "node_modules/ts-patch/bin/tspc.js"), ...args], options);
  }

  /** Runs `importspy` in a process that has run it before; what Node.js is told by variables needs one that starts. */
  async importspy(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const { env = {}, cwd = this.folder, timeout } = options;
    const isForNode = timeout !== undefined || Object.keys(env).some((name) => name.startsWith("NODE_"));
    const request: Request = { program: "importspy", folder: cwd, args, env: { ...inherited(), ...env } };
    // Times of files are coarse: a process takes longer to start.
    await wait(COARSE_MS);
    const served = isForNode ? undefined : await this.#serve(request);
    if (!served) return this.importspyProcess(args, options);
    if (args.includes("-b")) await wait(COARSE_MS);
    assertHidden(served.stdout + served.stderr, { ...options.given, ...env }, args);
    return served;
  }

  /** Runs `importspy` as users do: for what depends on its being a process. */
  importspyProcess(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    return this.node([IMPORTSPY, ...args], options);
  }

  /** Builds with a bundler that needs a process whose folder is the project's: see hosts/build.ts. */
  async bundle(...args: readonly string[]): Promise<Finished> {
    const served = await this.#serve({ program: "bundler", folder: this.folder, args, env: inherited() });
    return served ?? this.node([path.join(root, "test/src/hosts/build.ts"), ...args]);
  }

  async #serve(request: Request): Promise<Finished | undefined> {
    const answer = await askServer(request);
    return answer && { ...answer, stdout: this.#clean(answer.stdout), stderr: this.#clean(answer.stderr) };
  }

  /** Runs the plain TypeScript compiler. */
  tsc(args: readonly string[] = ["-p", "."], options: RunOptions = {}): Promise<Finished> {
    return this.node([path.join(root, "node_modules/typescript/bin/tsc"), ...args], options);
  }

  /** Runs Node in the project's folder. Machine paths in the output become `<project>` and `<root>`. */
  async node(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const finished = await run(process.execPath, args, { cwd: this.folder, ...options });
    return { ...finished, stdout: this.#clean(finished.stdout), stderr: this.#clean(finished.stderr) };
  }

  #clean(text: string): string {
    return text.replaceAll(this.folder, "<project>").replaceAll(root, "<root>");
  }

  remove(): Promise<void> {
    // A host may still write into its cache.
    return rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The variables that processes of tests inherit. */
export function inherited(): Record<string, string> {
  const { PATH = "", NODE_COMPILE_CACHE, TSP_CACHE_DIR } = process.env;
  const caches = { ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...(TSP_CACHE_DIR && { TSP_CACHE_DIR }) };
  return { PATH, HOME: os.tmpdir(), ...caches };
}

/** Runs a process to its end. Rejects where it has printed a secret that it was given: see secrets.ts. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const env = { ...inherited(), ...options.env };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env,
      timeout: options.timeout ?? LONGEST_WAIT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => {
      try {
        assertHidden(stdout + stderr, { ...options.given, ...options.env }, args);
        resolve({ code, stdout, stderr });
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}

/**
 * Makes a project in a temporary folder.
 *
 * @param files - Its files. package.json (`{"name": "app", "type": "module"}`) and tsconfig.json have defaults.
 * @param template - A folder to copy first.
 * @param types - What it has of `@types`: the whole, by default for a copy of an example, or what most projects of tests
 *   use of Node.js.
 */
export async function createProject(
  files: Files = {},
  template?: string,
  types: "whole" | "small" = template === undefined ? "small" : "whole",
): Promise<Project> {
  const project = new Project(await realpath(await mkdtemp(path.join(os.tmpdir(), "importspy-"))));
  await project.write({
    "package.json": JSON.stringify({ name: "app", version: "1.0.0", type: "module" }),
    "tsconfig.json": tsconfig(),
  });
  if (template) await cp(template, project.folder, { recursive: true });
  if (types === "small" && !existsSync(project.at("node_modules/@types"))) await project.write(NODE_TYPES);
  await project.write(files);
  await linkPackages(project);
  return project;
}

/** Links what the repository has installed, package by package, so that a case can bring packages of its own. */
async function linkPackages(project: Project): Promise<void> {
  const installed = path.join(root, "node_modules");
  await mkdir(project.at("node_modules/@importspy"), { recursive: true });
  const links = ["importspy", "@importspy/transformer", "@types", "typescript", "ts-patch", "undici-types", "pg"];
  // Writing to a package that is a link would change the repository's own.
  for (const name of links.filter((each) => !existsSync(project.at("node_modules", each)))) {
    await symlink(await realpath(path.join(installed, name)), project.at("node_modules", name), "dir");
  }
}

/** The Node.js of the machine: the first on the path that is not the one that npm installed here. */
export function machineNode(): string {
  const name = process.platform === "win32" ? "node.exe" : "node";
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((each) => !each.includes("node_modules"));
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? process.execPath;
}

/** Every other Node.js that is there: the machine's (CI has 20, 22 and 24 in turn), and those that `IMPORTSPY_NODES` names. */
export function otherNodes(): readonly string[] {
  const named = (process.env.IMPORTSPY_NODES ?? "").split(path.delimiter);
  const nodes = new Set([machineNode(), ...named].filter((each) => each && existsSync(each)));
  nodes.delete(process.execPath);
  return [...nodes];
}
