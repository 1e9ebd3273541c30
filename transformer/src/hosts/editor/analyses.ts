import type ts from "typescript";
import { type Analysis, analyseContracts } from "../../analysis/analysis.js";
import { createContractMemory } from "../../analysis/memory.js";
import type { TypeScript } from "../../compiler/compiler.js";
import { createManifestFinder, type ManifestFinder } from "../../discover/identity.js";
import { declareVocabulary, type Vocabulary } from "../../type/vocabulary.js";

/** The analyses of a project's programs. */
export interface Analyses {
  /** The analysis of a program, made once a checker: each edit makes a new program, a cancelled request a new checker. */
  of(program: ts.Program): Analysis;
  vocabulary(program: ts.Program): Vocabulary;
}

/** For how many milliseconds package.json files, and where there are none, are taken as they were: while one types. */
const MANIFESTS_LAST = 1000;

/** Makes finders of package.json files that look at none more often than that. */
function createLastingFinder(host: ts.ModuleResolutionHost): () => ManifestFinder {
  let find: ManifestFinder | undefined;
  let end = 0;
  return () => {
    const now = performance.now();
    if (find && now < end) return find;
    end = now + MANIFESTS_LAST;
    find = createManifestFinder(host);
    return find;
  };
}

/**
 * Makes the analyses of a project.
 *
 * @param typescript - The editor's compiler.
 * @param host - Reads the project's files.
 */
export function createAnalyses(typescript: TypeScript, host: ts.ModuleResolutionHost): Analyses {
  const byChecker = new WeakMap<ts.TypeChecker, Analysis>();
  const comments = new WeakMap();
  const syntax = new WeakMap();
  const memory = createContractMemory(typescript);
  const findManifest = createLastingFinder(host);
  let vocabulary: Vocabulary | undefined;
  const declare = (program: ts.Program) => {
    vocabulary ??= declareVocabulary(typescript, program.getCompilerOptions());
    return vocabulary;
  };
  return {
    vocabulary: declare,
    of: (program) => {
      const checker = program.getTypeChecker();
      const known = byChecker.get(checker);
      if (known) return known;
      const remembered = { comments, syntax, memory, vocabulary: () => declare(program), findManifest: findManifest() };
      const analysis = analyseContracts({ ts: typescript, program, host, checker, ...remembered });
      byChecker.set(checker, analysis);
      return analysis;
    },
  };
}
