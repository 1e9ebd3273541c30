import type ts from "typescript";
import { createDiagnostic } from "../../../analysis/context.js";
import { memoize } from "../../../analysis/memoize.js";
import type { ContractComment } from "../../../analysis/model.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { findContractComments, TAG } from "../../../discover/comments.js";
import { findStrayTags } from "../../../discover/strays.js";
import { showIn } from "../../paths.js";
import type { ProjectConfig } from "../../project/config.js";
import type { ProjectFiles } from "../../project/files.js";
import { FOR_TESTS, isOfTests, linesOfTesting } from "../../project/testing.js";
import { type Finding, unguarded } from "./findings.js";

const WHERE_CONTRACTS_STAND =
  "write it in a /** … */ comment at the top level, at the start of a line; put a mere mention in backticks";

/** Whether a name is a TypeScript file. */
export const isTypeScript = (fileName: string) => /\.[cm]?tsx?$/.test(fileName);

/** Whether a file is TypeScript source, not a declaration file. */
export const isSource = (fileName: string) => isTypeScript(fileName) && !/\.d\.[cm]?ts$/.test(fileName);

/** A file that contains the tag. */
interface TaggedSource {
  readonly file: ts.SourceFile;
  readonly comments: readonly ContractComment[];
}

/** Reads a source file; `undefined` when it has no tag. */
export type SourceReader = (fileName: string) => TaggedSource | undefined;

/** `declare module "pg"` guards the importers of pg. Its own file needs no sidecar. */
function isAmbient(typescript: TypeScript, statement: ts.Statement): boolean {
  return typescript.isModuleDeclaration(statement) && typescript.isStringLiteral(statement.name);
}

/** Whether a file has a contract of its own. */
export function hasContract(typescript: TypeScript, readTagged: SourceReader, fileName: string): boolean {
  const { comments = [] } = readTagged(fileName) ?? {};
  return comments.some(({ statement }) => !statement || !isAmbient(typescript, statement));
}

/** Creates a reader that reads each file once. */
export function createSourceReader(typescript: TypeScript, files: ProjectFiles): SourceReader {
  return memoize((fileName: string) => {
    const text = files.read(fileName) ?? "";
    if (!text.includes(TAG)) return undefined;
    const file = typescript.createSourceFile(fileName, text, typescript.ScriptTarget.Latest, true);
    // Errors in the comment are reported by the build. Here only its presence matters.
    const comments = findContractComments(typescript, file, (...mistake) => createDiagnostic(typescript, ...mistake));
    return { file, comments };
  });
}

/**
 * Finds comments that look like contracts but are not, and that no build reports.
 *
 * @param typescript - The compiler.
 * @param readTagged - Reads their sources.
 * @param configs - The projects.
 * @param cwd - The folder for file names in messages.
 */
export function examineSources(
  typescript: TypeScript,
  readTagged: SourceReader,
  configs: readonly ProjectConfig[],
  cwd: string,
): Finding[] {
  const fileNames = new Set(configs.flatMap(({ parsed }) => parsed.fileNames.filter(isSource)));
  return [...fileNames].flatMap((fileName) => {
    const tagged = readTagged(fileName);
    return (tagged ? findStrayTags(typescript, tagged.file, tagged.comments) : []).map(({ file, start }) => {
      const line = file.getLineAndCharacterOfPosition(start).line + 1;
      const place = `${showIn(cwd, fileName)}:${line}`;
      return unguarded(`${place}: '${TAG}' guards nothing in this comment`, WHERE_CONTRACTS_STAND);
    });
  });
}

/**
 * Finds program code, other than tests, that can simulate facts.
 *
 * @param typescript - The compiler.
 * @param files - Reads the sources.
 * @param configs - The projects.
 * @param cwd - The folder for file names in messages.
 */
export function examineTesting(
  typescript: TypeScript,
  files: ProjectFiles,
  configs: readonly ProjectConfig[],
  cwd: string,
): Finding[] {
  const fileNames = new Set(configs.flatMap(({ parsed }) => parsed.fileNames.filter(isSource)));
  return [...fileNames].flatMap((fileName) => {
    const name = showIn(cwd, fileName);
    const lines = isOfTests(name) ? [] : linesOfTesting(typescript, files.read(fileName) ?? "", fileName);
    return lines.map((line) =>
      unguarded(`${name}:${line} ${FOR_TESTS}`, "move it to a test: a file x.test.ts, or a folder test"),
    );
  });
}
