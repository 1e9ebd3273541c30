import type ts from "typescript";
import { type Analysis, analyseContracts } from "../analysis.js";
import type { TypeScript } from "../compiler.js";
import { createContractMemory } from "../memory.js";
import { declareVocabulary, type Vocabulary } from "../type/vocabulary.js";

/** The analyses of a project's programs. */
export interface Analyses {
  /** The analysis of a program, made once a checker: each edit makes a new program, a cancelled request a new checker. */
  of(program: ts.Program): Analysis;
  vocabulary(program: ts.Program): Vocabulary;
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
  const memory = createContractMemory(typescript);
  let vocabulary: Vocabulary | undefined;
  const declare = (program: ts.Program) => {
    vocabulary ??= declareVocabulary(typescript, program.getCompilerOptions());
    return vocabulary;
  };
  return {
    vocabulary: declare,
    of: (program) => {
      const checker = program.getTypeChecker();
      const input = { ts: typescript, program, host, checker, comments, memory, vocabulary: () => declare(program) };
      const analysis = byChecker.get(checker) ?? analyseContracts(input);
      byChecker.set(checker, analysis);
      return analysis;
    },
  };
}
