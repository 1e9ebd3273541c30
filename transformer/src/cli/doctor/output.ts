import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import type { TypeScript } from "../../compiler.js";
import { findContractComments } from "../../discover/comments.js";
import { sidecarNameOf } from "../../generate/sidecar.js";
import type { ProjectConfig } from "../project/config.js";
import { readOperand } from "../verify/files.js";
import { prove } from "../verify/prove.js";
import { advice, type Finding, fine, unguarded } from "./findings.js";

const isSource = (fileName: string) => /\.[cm]?tsx?$/.test(fileName) && !/\.d\.[cm]?ts$/.test(fileName);

/** The JavaScript that a source file becomes. */
function outputOf(typescript: TypeScript, parsed: ts.ParsedCommandLine, fileName: string): string | undefined {
  const names = typescript.getOutputFileNames(parsed, fileName, !typescript.sys.useCaseSensitiveFileNames);
  return names.find((name) => /\.[cm]?jsx?$/.test(name));
}

function hasContract(typescript: TypeScript, fileName: string): boolean {
  const text = typescript.sys.readFile(fileName) ?? "";
  if (!text.includes("@importspy")) return false;
  const file = typescript.createSourceFile(fileName, text, typescript.ScriptTarget.Latest);
  // Mistakes in the comment are for the build to tell; here only its presence counts.
  const report = (): ts.DiagnosticWithLocation => ({
    category: typescript.DiagnosticCategory.Error,
    code: 0,
    file,
    start: 0,
    length: 0,
    messageText: "",
  });
  return findContractComments(typescript, file, report).some(
    ({ statement }) => !statement || !isAmbient(typescript, statement),
  );
}

/** `declare module "pg"` guards the importers of pg; its own file need not have a sidecar. */
function isAmbient(typescript: TypeScript, statement: ts.Statement): boolean {
  return typescript.isModuleDeclaration(statement) && typescript.isStringLiteral(statement.name);
}

const LISTED = 3;

function listNames(names: readonly string[]): string {
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : "";
  return names.slice(0, LISTED).join(", ") + more;
}

/**
 * Compares the output of a project, where there is one, with its sources.
 *
 * @param typescript - The compiler.
 * @param config - The project.
 * @param cwd - File names are shown relative to it.
 */
export function examineOutput(typescript: TypeScript, { parsed }: ProjectConfig, cwd: string): Finding[] {
  const { options, fileNames } = parsed;
  if (options.noEmit || options.emitDeclarationOnly) return [];
  const show = (fileName: string) => path.relative(cwd, fileName).replaceAll("\\", "/");
  const sources = fileNames.filter(isSource);
  const contracted = sources.filter((fileName) => hasContract(typescript, fileName));
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
    findings.push(unguarded(`${names}: built without guards, though the source has a contract`, "importspy build"));
  }
  const stale = built.filter((fileName) => statSync(fileName).mtimeMs > statSync(outputs.get(fileName)!).mtimeMs);
  if (stale.length) {
    findings.push(advice(`${listNames(stale.map(show))}: changed since the last build`, "importspy build"));
  }
  const { outDir } = options;
  if (outDir && contracted.length && !unprotected.length && existsSync(outDir)) {
    const proof = prove(typescript, [readOperand(path.normalize(outDir))], cwd);
    const missing = proof.findings.filter(({ verdict }) => verdict === "missing");
    findings.push(
      missing.length
        ? unguarded(
            `${show(outDir)}: ${missing.length} guards are missing or broken`,
            `importspy verify ${show(outDir)}`,
          )
        : fine(`${show(outDir)}: every import of a contracted module is guarded`),
    );
  }
  return findings;
}
