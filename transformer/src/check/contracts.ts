import { type Context, tagSpanOf } from "../analysis/context.js";
import type { PipelineInput } from "../analysis/input.js";
import { memoize, once } from "../analysis/memoize.js";
import type { SettledContract } from "../analysis/memory.js";
import type { CheckedContract, ContractedModule } from "../analysis/model.js";
import { withinStack } from "../compiler/compiler.js";
import { isSeenToAdmitAll } from "../discover/admitting.js";
import type { Discovery } from "../discover/discover.js";
import { isPublished } from "../discover/modules.js";
import { createDiagnosticBag, type DiagnosticBag } from "../messages/diagnostics.js";
import { type GraftedContract, graftContract, useNames } from "../type/graft.js";
import { declareVocabulary, type Vocabulary } from "../type/vocabulary.js";
import { checkContract } from "./contract.js";

/** The contracts of a program. Each is typed and checked when it is first needed. */
export interface Contracts {
  /** The checked contract of a module. */
  contractOf(module: ContractedModule): CheckedContract;
  /** The result kept from an earlier program, if the contract has not changed. Needs no types. */
  recall(module: ContractedModule): SettledContract | undefined;
  /** Whether every alternative of a contract has an `importer`. */
  restrictsImporters(module: ContractedModule): boolean;
  /** Tells the checker that the names in a contract are used, so that they are not reported as unused. */
  useNames(module: ContractedModule): void;
}

/** Makes the function that types a contract in the scope of its module and checks it. */
function createContractChecker(
  context: Context,
  bag: DiagnosticBag,
  vocabularyOf: () => Vocabulary,
): (module: ContractedModule) => CheckedContract {
  const typesOf = ({ types }: GraftedContract) => types.map(({ type }) => type);
  const check = (module: ContractedModule): CheckedContract => {
    const { file, tags } = module.comment;
    const vocabulary = vocabularyOf();
    if (isPublished(module)) {
      // The build of its source reported its mistakes. Declarations may lack names that only the contract uses.
      const silent = { ...context, checker: context.checker, report: createDiagnosticBag(context.ts).report };
      const grafted = graftContract(silent, vocabulary, module);
      return { module, alternatives: checkContract(silent, grafted), types: typesOf(grafted), files: grafted.files };
    }
    const before = bag.of(file).length;
    const grafted = graftContract(context, vocabulary, module);
    bag.add(file, grafted.diagnostics);
    const alternatives = checkContract(context, grafted);
    const isBroken = bag.of(file).length > before || tags.some(({ broken }) => broken);
    return {
      module,
      alternatives: isBroken ? undefined : alternatives,
      types: typesOf(grafted),
      files: grafted.files,
    };
  };
  return (module) => {
    const checked = withinStack(() => check(module));
    if (!checked && !isPublished(module)) context.report("typeTooDeep", tagSpanOf(module.comment));
    return checked ?? { module, alternatives: undefined, types: [], files: undefined };
  };
}

/**
 * Types and checks the contracts of a program.
 *
 * @param context - The program.
 * @param discovery - The contracted modules.
 * @param input - What the host kept from earlier programs.
 * @param bag - Receives the mistakes.
 */
export function checkContracts(
  context: Context,
  { modules }: Discovery,
  input: PipelineInput,
  bag: DiagnosticBag,
): Contracts {
  const { ts, program } = context;
  const vocabularyOf = input.vocabulary ?? once(() => declareVocabulary(ts, context.options));
  const typeContract = createContractChecker(context, bag, vocabularyOf);
  input.memory?.enter(program);
  const recall = (module: ContractedModule) => input.memory?.recall(program, module);
  const typeOnce = memoize((module: ContractedModule) => {
    const contract = typeContract(module);
    input.memory?.remember(program, contract);
    return contract;
  });
  // TypeScript prints the members of a union in the order in which the checker first saw them. A build types all
  // contracts in the order of the program, so that its output does not depend on which contract the host needs first.
  const typeAll = once(() => {
    for (const module of input.emits ? modules.all : []) if (!recall(module)) typeOnce(module);
  });
  const contractOf = (module: ContractedModule) => {
    typeAll();
    return typeOnce(module);
  };
  return {
    contractOf,
    recall,
    restrictsImporters: memoize((module: ContractedModule) => {
      const known = recall(module);
      if (!known && isSeenToAdmitAll(ts, module.comment)) return false;
      return (known ?? contractOf(module)).alternatives?.every(({ importer }) => importer) ?? false;
    }),
    useNames: (module) => useNames(context, vocabularyOf(), module.comment),
  };
}
