import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";
import type { Analysis } from "../../link/diagnose.js";
import { createAnalyses } from "./analyses.js";
import { completeContract, describeEntry, withTagName } from "./completions.js";
import { findCursor } from "./cursor.js";
import { diagnoseFile } from "./diagnose.js";
import { FIXABLE, type Fix, type Fixing, findFixes, findRewrites } from "./fixes/fixes.js";
import { hoverContract } from "./hover.js";

/** What our methods work with: the state of one file. */
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
 * Wraps a project's language service: diagnostics, completions and hovers of contracts on top of TypeScript's own.
 * Whatever goes wrong in ours is logged, and the editor gets what it would get without us.
 *
 * @param typescript - The editor's compiler.
 * @param info - The project, as tsserver hands it to plugins.
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
   * Contracts come before TypeScript checks their file: a name that only a contract uses so counts as used, and a file
   * that is checked already would not be looked at again.
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
        // Which imports are elided is known when TypeScript has checked the file.
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
      // Names that only a contract uses look unused to TypeScript here, too, and it would remove their imports.
      const isContracted = attempt(scope.fileName, ({ file, analysis }) => analysis.modules.byFile.has(file));
      if (!isContracted) return service.organizeImports(scope, ...rest);
      const { OrganizeImportsMode } = typescript;
      if (scope.mode === OrganizeImportsMode.RemoveUnused) return [];
      return service.organizeImports({ ...scope, mode: OrganizeImportsMode.SortAndCombine }, ...rest);
    },
  };
  // A language service is an object of functions, none of which needs `this`.
  return { ...service, ...extended };
}
