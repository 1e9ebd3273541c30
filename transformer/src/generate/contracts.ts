import type ts from "typescript";
import { tagSpanOf } from "../analysis/context.js";
import { memoize } from "../analysis/memoize.js";
import type { ContractedModule } from "../analysis/model.js";
import { withinStack } from "../compiler/compiler.js";
import { isPublished } from "../discover/modules.js";
import type { Analysis } from "../link/diagnose.js";
import { type GeneratedContract, generateContract } from "./contract.js";
import { createLoadGenerator, type GeneratedLoads } from "./loads.js";
import { createValidatorGenerator } from "./validators.js";

/** The generated contracts of a program; `undefined` for one that has errors. */
export interface GeneratedContracts {
  get(module: ContractedModule): GeneratedContract | undefined;
  /** The validators of the `load<T>()` calls in a file. */
  loadsIn(file: ts.SourceFile): GeneratedLoads | undefined;
}

/** Generates a contract; `undefined` when it has errors, or when the build of its own package generates it. */
export type ContractGenerator = (module: ContractedModule) => GeneratedContract | undefined;

/**
 * Makes the generator of a program's contracts.
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
 * @param analysis - The results of the stages before.
 */
export function generateContracts(analysis: Analysis): GeneratedContracts {
  const { context, modules, emitted, loadsOf } = analysis;
  const generate = createContractGenerator(analysis);
  const generated = new Map(modules.all.map((module) => [module, generate(module)]));
  const loadsIn = memoize(createLoadGenerator(context, loadsOf));
  for (const file of emitted()) loadsIn(file);
  return { get: (module) => generated.get(module), loadsIn };
}
