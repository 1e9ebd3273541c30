import { realpathSync } from "node:fs";
import type { CommandContext } from "importspy/dist/cli.cjs";
import { loadCompiler } from "../../compiler.js";
import { createFiles } from "../../project/files.js";
import { findInstalled, packageManagerOf } from "../../project/installed.js";
import { type Manifest, ManifestError, readManifest } from "../../project/manifest.js";
import { loadShell } from "../../project/shell.js";
import { describeFileError, showChange, writeChanges } from "../../project/writing.js";
import { followScripts } from "../../scripts/follow/follow.js";
import { locate, openProject } from "../../scripts/open.js";
import { examine, printFindings } from "../doctor/doctor.js";
import { isProblem } from "../doctor/findings.js";
import { describeEditor } from "../doctor/installation.js";
import { createSourceReader } from "../doctor/sources.js";
import { hookChanges, pluginChanges } from "./addPlugin.js";
import { type PlannedChanges, planChanges } from "./changes.js";
import { type Change, JsonError } from "./edits.js";
import { createExample, EXAMPLE_START, writeExample } from "./example.js";
import type { InitOptions } from "./options.js";
import { createConfig, writeNew } from "./tsconfig.js";

/** Merges changes with later ones, because package.json may change several times. */
function merge(changes: readonly Change[], later: readonly Change[]): Change[] {
  const all = new Map(changes.map((each) => [realpathSync(each.fileName), each]));
  for (const each of later) {
    const name = realpathSync(each.fileName);
    const known = all.get(name);
    all.set(name, known ? { ...known, after: each.after } : each);
  }
  return [...all.values()];
}

/** Whether everything that the project needs is installed. */
function isInstalled({ folder }: Manifest, { usesPlugins }: PlannedChanges): boolean {
  const names = ["importspy", "@importspy/transformer", ...(usesPlugins ? ["ts-patch"] : [])];
  return names.every((name) => findInstalled(name, folder));
}

/** Runs `importspy init` and returns its exit code. */
export async function runInit(context: CommandContext<InitOptions>): Promise<number> {
  const { cwd, values, stdout, fail } = context;
  try {
    const typescript = loadCompiler();
    const files = createFiles(typescript);
    const opening = { typescript, files, readShell: await loadShell(), cwd, withWorkspace: true };
    const example = values.example ? createExample(cwd) : [];
    if (!example) return fail("there is a folder src already; --example is for a folder without sources");
    for (const change of example) showChange(context, change);
    if (example.length && values["dry-run"]) {
      stdout.write("Nothing was changed (--dry-run)\n");
      return 0;
    }
    writeExample(example);
    const found = locate(opening, values.project, "name it with -p");
    if (typeof found === "string" && values.project === undefined) {
      const config = createConfig(readManifest(cwd).folder);
      showChange(context, config);
      if (values["dry-run"]) {
        stdout.write("Nothing was changed (--dry-run)\n");
        return 0;
      }
      writeNew(config);
    }
    const located = typeof found === "string" ? locate(opening, values.project, "name it with -p") : found;
    if (typeof located === "string") return fail(located);
    const { manifest, config } = located;
    const first = openProject(opening, located);
    const willBePatched = followScripts(first.project).calls.some(
      ({ program, args }) => program === "ts-patch" && args[0]?.text === "install",
    );
    const opened = willBePatched ? openProject({ ...opening, willBePatched }, located) : first;
    const planned = planChanges(
      opened,
      createSourceReader(typescript, files),
      config,
      values.example ? EXAMPLE_START : undefined,
    );
    // The findings of doctor after some changes, an installation, and a build.
    const findingsAfter = (all: readonly Change[]) => {
      const changed = new Map(all.map(({ fileName, after }) => [realpathSync(fileName), after]));
      const after = { ...opening, withWorkspace: false, willBePatched, files: createFiles(typescript, changed) };
      return examine(openProject(after, located)).findings;
    };
    const missing = findingsAfter(planned.changes);
    const readAfter = (all: readonly Change[]) =>
      createFiles(typescript, new Map(all.map(({ fileName, after }) => [realpathSync(fileName), after])));
    const hooked = merge(planned.changes, hookChanges(readAfter(planned.changes).read, missing));
    const changes = merge(hooked, pluginChanges(typescript, readAfter(hooked), missing));
    for (const change of changes) showChange(context, change);
    const findings = findingsAfter(changes);
    const later = changes.length ? ["install", "build"] : ["install"];
    const problems = findings.filter((each) => isProblem(each) && !later.includes(each.after ?? ""));
    const isReady = !problems.length && isInstalled(manifest, planned);

    if (!changes.length) stdout.write(`Nothing to change${isReady ? ": this project is ready" : ""}\n`);
    else if (values["dry-run"]) stdout.write("Nothing was changed (--dry-run)\n");
    else writeChanges("init", changes);
    if (!isInstalled(manifest, planned) && !values["dry-run"]) {
      const manager = packageManagerOf(manifest.folder);
      stdout.write(`Next: ${manager} install${values.example ? ` && ${manager} start` : ""}\n`);
    }
    const editor = describeEditor(opened.project.packages[0].compiler);
    if (editor !== undefined) stdout.write(`Editors: ${editor} (docs/editor.md)\n`);
    if (!problems.length) return 0;
    stdout.write("\nLeft to do:\n");
    printFindings(context, problems);
    return 1;
  } catch (error) {
    if (error instanceof ManifestError || error instanceof JsonError) return fail(error.message);
    const message = describeFileError("init", cwd, error);
    if (message !== undefined) return fail(message);
    throw error;
  }
}
