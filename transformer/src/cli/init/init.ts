import { chmodSync, existsSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { CommandContext } from "importspy/dist/cli.cjs";
import { loadCompiler } from "../compiler.js";
import { showIn } from "../paths.js";
import { findConfig } from "../project/config.js";
import { findInstalled, ManifestError, readManifest } from "../project/manifest.js";
import { planChanges } from "./changes.js";
import type { InitOptions } from "./command.js";
import { type Change, diffLines, JsonError } from "./edits.js";

const INSTALLERS = {
  "pnpm-lock.yaml": "pnpm install",
  "yarn.lock": "yarn install",
  "bun.lock": "bun install",
  "bun.lockb": "bun install",
};

/** The package manager that the project uses, by its lock file. */
function installerOf(folder: string): string {
  for (const [lock, command] of Object.entries(INSTALLERS)) {
    if (existsSync(path.join(folder, lock))) return command;
  }
  return "npm install";
}

function show(
  { stdout, paint, cwd }: Pick<CommandContext, "stdout" | "paint" | "cwd">,
  { fileName, before, after }: Change,
): void {
  stdout.write(`${paint.bold(showIn(cwd, fileName))}\n`);
  for (const { sign, line } of diffLines(before, after)) {
    stdout.write(`${(sign === "+" ? paint.green : paint.red)(`${sign} ${line}`)}\n`);
  }
  stdout.write("\n");
}

/** Of what is written beside a file before it takes its place. */
const SUFFIX = ".importspy-init";

/** Writes all or nothing: every file is complete beside its place before the first is put there. */
function write(changes: readonly Change[]): void {
  const written: string[] = [];
  try {
    for (const { fileName, after } of changes) {
      const temporary = `${fileName}${SUFFIX}`;
      written.push(temporary);
      writeFileSync(temporary, after);
      chmodSync(temporary, statSync(fileName).mode);
    }
    for (const { fileName } of changes) renameSync(`${fileName}${SUFFIX}`, fileName);
  } finally {
    for (const temporary of written) {
      if (statSync(temporary, { throwIfNoEntry: false })?.isFile()) rmSync(temporary);
    }
  }
}

/** Runs `importspy init`, and gives its exit code. */
export function runInit(context: CommandContext<InitOptions>): number {
  const { cwd, values, stdout, fail } = context;
  try {
    const manifest = readManifest(cwd);
    const typescript = loadCompiler();
    const config = findConfig(typescript, values.project === undefined ? manifest.folder : cwd, values.project);
    if (config === undefined) {
      return fail(
        values.project === undefined
          ? "there is no tsconfig.json here; make one with importspy build --init, or name it with -p"
          : `${values.project} does not exist; name a tsconfig.json or its folder`,
      );
    }
    const changes = planChanges(typescript, manifest, config);
    for (const change of changes) show(context, change);
    if (!changes.length) stdout.write("Nothing to change: this project is ready\n");
    else if (values["dry-run"]) stdout.write("Nothing was changed (--dry-run)\n");
    else write(changes);
    const isInstalled = ["importspy", "@importspy/transformer"].every((name) => findInstalled(name, manifest.folder));
    if (!isInstalled && !values["dry-run"]) stdout.write(`Next: ${installerOf(manifest.folder)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof ManifestError || error instanceof JsonError) return fail(error.message);
    if (error instanceof Error && "code" in error && "path" in error) {
      const file = path.relative(cwd, String(error.path));
      const isWritten = file.endsWith(SUFFIX);
      const name = isWritten ? file.slice(0, -SUFFIX.length) : file;
      return fail(`${name} cannot be ${isWritten ? "written" : "read"} (${String(error.code)}); nothing was changed`);
    }
    throw error;
  }
}
