import type { CommandContext } from "importspy/dist/cli.cjs";
import type { TypeScript } from "../../compiler.js";
import { loadCompiler } from "../compiler.js";
import { showIn } from "../paths.js";
import { findCompiler } from "../project/compilers.js";
import { findConfig, readReferencedConfigs } from "../project/config.js";
import { ManifestError, readManifest } from "../project/manifest.js";
import { membersOf } from "../project/members.js";
import type { DoctorOptions } from "./command.js";
import { type Finding, fine, unguarded } from "./findings.js";
import { describeCompiler, examineDependencies, examineNode, examineOwnCompiler, examineTspc } from "./installation.js";
import { examineMember, examineOutputs } from "./output.js";
import { examineScripts, NO_BUILD } from "./scripts.js";
import { createSourceReader, examineSources } from "./sources.js";

/** Everything that doctor finds, or why it finds nothing. */
function examine(typescript: TypeScript, cwd: string, project: string | undefined): Finding[] | string {
  const manifest = readManifest(cwd);
  const { folder } = manifest;
  const fileName = findConfig(typescript, project === undefined ? folder : cwd, project);
  if (fileName === undefined) {
    return project === undefined
      ? "there is no tsconfig.json here; name it with -p"
      : `${project} does not exist; name a tsconfig.json or its folder`;
  }
  const configs = readReferencedConfigs(typescript, fileName);
  const compiler = findCompiler(folder);
  const readTagged = createSourceReader(typescript);
  const show = (name: string) => showIn(cwd, name);
  const errors = configs.flatMap((config) =>
    config.errors
      // A solution has no files of its own.
      .filter(() => !config.parsed.projectReferences?.length)
      .map((error) => unguarded(`${show(config.fileName)}: ${error}`, "mend it")),
  );
  const members = membersOf(manifest, configs);
  const packages = [
    { typescript, compiler, manifest, configs, place: "" },
    ...members.map(([member, config]) => {
      const place = ` of ${show(member.folder)}`;
      return { typescript, compiler: findCompiler(member.folder), manifest: member, configs: [config], place };
    }),
  ];
  return [
    examineNode(process.versions.node),
    ...examineDependencies(manifest),
    ...members.flatMap(([member, config]) =>
      examineMember(typescript, readTagged, member, config, show(member.folder)),
    ),
    examineOwnCompiler(typescript.version),
    // By itself no finding: what counts is whether a script calls it.
    fine(describeCompiler(compiler)),
    ...[examineTspc(compiler, folder, typescript.version)].filter((finding) => finding !== undefined),
    ...errors,
    ...examineScripts(packages),
    ...examineSources(typescript, readTagged, configs, cwd),
    ...examineOutputs(typescript, readTagged, configs, cwd),
  ];
}

function summaryOf(findings: readonly Finding[]): string {
  const count = findings.filter(({ verdict }) => verdict === "unguarded").length;
  if (count) return `Unguarded code could ship: ${count} to mend`;
  const builds = !findings.some(({ text }) => text === NO_BUILD);
  return builds ? "This project is guarded" : "Nothing here builds without guards, and nothing with them";
}

/** Runs `importspy doctor`, and gives its exit code. */
export function runDoctor({ values, cwd, stdout, paint, fail }: CommandContext<DoctorOptions>): number {
  try {
    const findings = examine(loadCompiler(), cwd, values.project);
    if (typeof findings === "string") return fail(findings);
    const signs = { fine: paint.green("✓"), advice: paint.yellow("!"), unguarded: paint.red("✗") };
    for (const { verdict, text, fix } of findings) {
      stdout.write(`${signs[verdict]} ${text}\n`);
      if (fix) stdout.write(`  ${paint.dim("→")} ${fix}\n`);
    }
    stdout.write(`\n${summaryOf(findings)}\n`);
    return findings.some(({ verdict }) => verdict === "unguarded") ? 1 : 0;
  } catch (error) {
    if (error instanceof ManifestError) return fail(error.message);
    throw error;
  }
}
