import { tagSpanOf } from "../analysis/context.js";
import type { ContractedModule } from "../analysis/model.js";
import { withinStack } from "../compiler/compiler.js";
import { isPublished } from "../discover/modules.js";
import type { Analysis } from "../link/diagnose.js";
import { type GeneratedContract, generateContract } from "./contract.js";
import { createValidatorGenerator } from "./typia.js";

/** What a program's contracts were compiled to; `undefined` for one that has errors. */
export type GeneratedContracts = Pick<ReadonlyMap<ContractedModule, GeneratedContract | undefined>, "get">;

/** Generates a contract; nothing comes of one that has errors, or that was generated where its module was built. */
export type ContractGenerator = (module: ContractedModule) => GeneratedContract | undefined;

/**
 * Makes the generator of a program's contracts. typia is loaded for the first of them.
 *
 * @param analysis - The program's contracts.
 */
export function createContractGenerator({ context, modules, contractOf, envUsesOf }: Analysis): ContractGenerator {
  let generate: ReturnType<typeof createValidatorGenerator> | undefined;
  return (module) => {
    if (isPublished(module)) return undefined;
    const { alternatives } = contractOf(module);
    if (alternatives) generate ??= createValidatorGenerator(context);
    const { file } = module.comment;
    const readsValues = modules.byFile.get(file) === module && envUsesOf(file).calls.length > 0;
    const generated = withinStack(() => ({
      contract: alternatives && generateContract(context, generate!, module, alternatives, readsValues),
    }));
    if (!generated) context.report("typeTooDeep", tagSpanOf(module.comment));
    return generated?.contract;
  };
}

/**
 * Generates all contracts of a program.
 *
 * @param analysis - What is known about the program.
 */
export function generateContracts(analysis: Analysis): GeneratedContracts {
  const generate = createContractGenerator(analysis);
  return new Map(analysis.modules.all.map((module) => [module, generate(module)]));
}
