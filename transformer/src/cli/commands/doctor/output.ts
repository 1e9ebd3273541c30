import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { sidecarNameOf } from "../../../artifacts/sidecarNames.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { showIn } from "../../paths.js";
import type { ProjectConfig } from "../../project/config.js";
import type { Manifest } from "../../project/manifest.js";
import { readOperand } from "../verify/files.js";
import { prove } from "../verify/prove.js";
import { advice, type Finding, fine, unguarded } from "./findings.js";
import { hasContract, isSource, type SourceReader } from "./sources.js";

/** The JavaScript file of a source file. */
function outputOf(typescript: TypeScript, parsed: ts.ParsedCommandLine, fileName: string): string | undefined {
  const names = typescript.getOutputFileNames(parsed, fileName, !typescript.sys.useCaseSensitiveFileNames);
  return names.find((name) => /\.[cm]?jsx?$/.test(name));
}

const LISTED = 3;

function listNames(names: readonly string[]): string {
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : "";
  return names.slice(0, LISTED).join(", ") + more;
}

/** Compares the output of one project with its sources. */
function examineOutput(
  typescript: TypeScript,
  readTagged: SourceReader,
  { parsed }: ProjectConfig,
  cwd: string,
): Finding[] {
  const { options, fileNames } = parsed;
  if (options.noEmit || options.emitDeclarationOnly) return [];
  const show = (fileName: string) => showIn(cwd, fileName);
  const sources = fileNames.filter(isSource);
  const contracted = sources.filter((fileName) => hasContract(typescript, readTagged, fileName));
  const outputs = new Map(sources.map((fileName) => [fileName, outputOf(typescript, parsed, fileName)]));
  const built = sources.filter((fileName) => existsSync(outputs.get(fileName) ?? ""));
  if (!built.length) return [];

  const findings: Finding[] = [];
  const unprotected = contracted.filter((fileName) => {
    const output = outputs.get(fileName);
    return output !== undefined && existsSync(output) && !existsSync(sidecarNameOf(output));
  });
  if (unprotected.length) {
    const names = listNames(unprotected.map((fileName) => show(outputs.get(fileName)!)));
    findings.push({
      ...unguarded(`${names}: built without guards, though the source has a contract`, "importspy build"),
      after: "build",
    });
  }
  const stale = built.filter((fileName) => statSync(fileName).mtimeMs > statSync(outputs.get(fileName)!).mtimeMs);
  if (stale.length) {
    findings.push(advice(`${listNames(stale.map(show))}: changed since the last build`, "importspy build"));
  }
  return findings;
}

/** Verifies the guards of all output together, because a project without contracts may import those of others. */
function examineGuards(typescript: TypeScript, configs: readonly ProjectConfig[], cwd: string): Finding[] {
  const folders = configs.flatMap(({ parsed: { options } }) =>
    options.outDir && !options.noEmit && existsSync(options.outDir) ? [path.normalize(options.outDir)] : [],
  );
  const operands = [...new Set(folders)].map(readOperand);
  if (!operands.some(({ sidecars }) => sidecars.length)) return [];
  const { findings, contracts } = prove(typescript, operands, cwd);
  if (!contracts) return [];
  return operands.map(({ path: folder }) => {
    const isInside = ({ fileName }: { fileName: string }) => path.resolve(cwd, fileName).startsWith(folder + path.sep);
    const missing = findings.filter((finding) => finding.verdict === "missing" && isInside(finding));
    const verify = `importspy verify ${folders.map((each) => showIn(cwd, each)).join(" ")}`;
    return missing.length
      ? {
          ...unguarded(`${showIn(cwd, folder)}: ${missing.length} guards are missing or broken`, verify),
          after: "build",
        }
      : fine(`${showIn(cwd, folder)}: every import of a contracted module is guarded`);
  });
}

/**
 * Compares the output of projects with their sources, where output exists, and verifies its guards.
 *
 * @param typescript - The compiler.
 * @param readTagged - Reads their sources.
 * @param configs - The projects.
 * @param cwd - The folder for file names in messages.
 */
export function examineOutputs(
  typescript: TypeScript,
  readTagged: SourceReader,
  configs: readonly ProjectConfig[],
  cwd: string,
): Finding[] {
  const findings = configs.flatMap((config) => examineOutput(typescript, readTagged, config, cwd));
  // Output without any guards is already reported.
  if (findings.some(({ verdict }) => verdict === "unguarded")) return findings;
  return [...findings, ...examineGuards(typescript, configs, cwd)];
}

/** Checks that a workspace package with contracts or guarded output has the dependency that guards import. */
export function examineMember(
  typescript: TypeScript,
  readTagged: SourceReader,
  { dependencies }: Manifest,
  { parsed }: ProjectConfig,
  name: string,
): Finding[] {
  if (dependencies.importspy !== undefined) return [];
  const { outDir } = parsed.options;
  const isGuarded =
    (outDir && existsSync(outDir) && readOperand(path.normalize(outDir)).sidecars.length > 0) ||
    parsed.fileNames.some((fileName) => isSource(fileName) && hasContract(typescript, readTagged, fileName));
  if (!isGuarded) return [];
  const text = `importspy is not a dependency of ${name}: a production install of it alone would not have it`;
  return [unguarded(text, `npm install --save importspy --workspace ${name}`)];
}
