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

/** The contracts of a program, each typed and checked when somebody first asks for it. */
export interface Contracts {
  /** The contract of a module, checked. */
  contractOf(module: ContractedModule): CheckedContract;
  /** The same without types, if it was typed for a program before and has not changed. */
  recall(module: ContractedModule): SettledContract | undefined;
  /** Whether a contract names, in all of its alternatives, who may import its module. */
  restrictsImporters(module: ContractedModule): boolean;
  /** Lets the checker know what a contract names. */
  useNames(module: ContractedModule): void;
}

/** Types a contract in the scope of its module, and checks that an environment can have what it asks for. */
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
      // It was checked where it was built, and declarations may lack names that only the contract uses.
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
 * @param discovery - What was found in it.
 * @param input - What the host remembers of the programs before.
 * @param bag - Where mistakes in contracts go.
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
  // In which order a union is written depends on what the checker has seen first, so all contracts are typed in the order
  // of the program, whatever a host asks for first.
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
