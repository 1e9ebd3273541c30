import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";
import type { Analysis } from "../../link/diagnose.js";
import { createAnalyses } from "./analyses.js";
import { completeContract, describeEntry, withTagName } from "./completions.js";
import { findCursor } from "./cursor.js";
import { diagnoseFile } from "./diagnose.js";
import { FIXABLE, type Fix, type Fixing, findFixes, findRewrites } from "./fixes/fixes.js";
import { hoverContract } from "./hover.js";

/** The state of one file, for our methods. */
interface Opened {
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
  readonly analysis: Analysis;
}

function toChanges({ edits }: Fix): ts.FileTextChanges[] {
  const byFile = new Map<string, ts.TextChange[]>();
  for (const { fileName, start, length, text } of edits) {
    byFile.set(fileName, [...(byFile.get(fileName) ?? []), { span: { start, length }, newText: text }]);
  }
  return [...byFile].map(([fileName, textChanges]) => ({ fileName, textChanges }));
}

const toCodeFix = (fix: Fix): ts.CodeFixAction => ({
  fixName: fix.name,
  description: fix.title,
  changes: toChanges(fix),
});

/**
 * Adds diagnostics, completions and hovers of contracts to a project's language service. If our code throws, the error
 * is logged and the editor gets TypeScript's own result.
 *
 * @param typescript - The editor's compiler.
 * @param info - The project, from tsserver.
 */
export function createService(typescript: TypeScript, info: ts.server.PluginCreateInfo): ts.LanguageService {
  const service = info.languageService;
  const analyses = createAnalyses(typescript, info.project);

  const attempt = <T>(fileName: string, extend: (opened: Opened) => T): T | undefined => {
    try {
      const program = service.getProgram();
      const file = program?.getSourceFile(fileName);
      return program && file && extend({ program, file, analysis: analyses.of(program) });
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      info.project.projectService.logger.info(`importspy: no contracts in ${fileName}: ${reason}`);
      return undefined;
    }
  };
  const fixingOf = ({ program, file, analysis }: Opened): Fixing => ({
    analysis,
    vocabulary: analyses.vocabulary(program),
    file,
    readFile: (name) => info.project.readFile(name),
  });
  const rewritesAt = (fileName: string, place: number | ts.TextRange): Fix[] => {
    const { pos, end } = typeof place === "number" ? { pos: place, end: place } : place;
    return attempt(fileName, (opened) => findRewrites(fixingOf(opened), pos, end)) ?? [];
  };
  const cursorAt = ({ file, analysis }: Opened, position: number) => findCursor(analysis, file, position);
  const entriesAt = (opened: Opened, position: number) => {
    const cursor = cursorAt(opened, position);
    return cursor && completeContract(opened.analysis, analyses.vocabulary(opened.program), opened.file, cursor);
  };
  /**
   * Contracts are analyzed before TypeScript checks their file. Then a name that only a contract uses counts as used;
   * later it would not, because TypeScript does not check a file again.
   */
  const useContracts = (fileName: string) => {
    attempt(fileName, ({ file, analysis }) => analysis.contractDiagnosticsOf(file));
  };

  const extended: Partial<ts.LanguageService> = {
    getSemanticDiagnostics(fileName) {
      useContracts(fileName);
      const found = service.getSemanticDiagnostics(fileName);
      const ours = attempt(fileName, ({ analysis, file }) => diagnoseFile(analysis, file)) ?? [];
      return ours.length ? [...typescript.sortAndDeduplicateDiagnostics([...found, ...ours])] : found;
    },
    getSuggestionDiagnostics(fileName) {
      useContracts(fileName);
      return service.getSuggestionDiagnostics(fileName);
    },
    getSupportedCodeFixes: (fileName) => [...service.getSupportedCodeFixes(fileName), ...FIXABLE],
    getCodeFixesAtPosition(fileName, start, end, codes, ...rest) {
      useContracts(fileName);
      const found = service.getCodeFixesAtPosition(fileName, start, end, codes, ...rest);
      const ours = attempt(fileName, (opened) => {
        // Only after its check does TypeScript know which imports of the file are elided.
        service.getSemanticDiagnostics(fileName);
        return findFixes(fixingOf(opened), start, end).filter((fix) => codes.includes(fix.diagnostic?.code ?? 0));
      });
      return ours?.length ? [...ours.map(toCodeFix), ...found] : found;
    },
    getApplicableRefactors(fileName, place, ...rest) {
      const actions = rewritesAt(fileName, place).map(({ name, title }) => ({ name, description: title }));
      const ours = actions.map((action) => ({ name: action.name, description: action.description, actions: [action] }));
      return [...service.getApplicableRefactors(fileName, place, ...rest), ...ours];
    },
    getEditsForRefactor(fileName, options, place, refactorName, ...rest) {
      const fix = rewritesAt(fileName, place).find(({ name }) => name === refactorName);
      if (fix) return { edits: toChanges(fix) };
      return service.getEditsForRefactor(fileName, options, place, refactorName, ...rest);
    },
    getCombinedCodeFix(scope, ...rest) {
      useContracts(scope.fileName);
      return service.getCombinedCodeFix(scope, ...rest);
    },
    getEmitOutput(fileName, ...rest) {
      useContracts(fileName);
      return service.getEmitOutput(fileName, ...rest);
    },
    getCompletionsAtPosition(fileName, position, ...rest) {
      const found = service.getCompletionsAtPosition(fileName, position, ...rest);
      return (
        attempt(fileName, (opened) => entriesAt(opened, position) ?? withTagName(opened.file, position, found)) ?? found
      );
    },
    getCompletionEntryDetails(fileName, position, name, ...rest) {
      const ours = attempt(fileName, (opened) => {
        const entry = entriesAt(opened, position)?.entries.find((each) => each.name === name);
        return entry && describeEntry(entry);
      });
      return ours ?? service.getCompletionEntryDetails(fileName, position, name, ...rest);
    },
    getQuickInfoAtPosition(fileName, position, ...rest) {
      const found = service.getQuickInfoAtPosition(fileName, position, ...rest);
      return attempt(fileName, ({ file, analysis }) => hoverContract(analysis, file, position, found)) ?? found;
    },
    organizeImports(scope, ...rest) {
      // For TypeScript, imports that only a contract uses are unused, and it would remove them.
      const isContracted = attempt(scope.fileName, ({ file, analysis }) => analysis.modules.byFile.has(file));
      if (!isContracted) return service.organizeImports(scope, ...rest);
      const { OrganizeImportsMode } = typescript;
      if (scope.mode === OrganizeImportsMode.RemoveUnused) return [];
      return service.organizeImports({ ...scope, mode: OrganizeImportsMode.SortAndCombine }, ...rest);
    },
  };
  // The methods of a language service do not use `this`, so they can be copied.
  return { ...service, ...extended };
}
