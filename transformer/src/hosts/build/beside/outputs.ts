/**
 * What a project emits, and what of it is held back and published.
 *
 * @module
 */
import { isEmitted } from "../../../compiler/compiler.js";
import { UnguardableError } from "../../../emit/text/input.js";
import { createSweeper } from "../../../emit/write.js";
import { isOfDisk, type Output } from "./held.js";
import { createOutputNamer, JAVASCRIPT } from "./outputNames.js";
import type { Prepared } from "./prepare.js";
import { createDeclarationsPublisher, type HeldOutput, type Memory, type Publisher, publishScript } from "./publish.js";

const DECLARATIONS = /\.d\.[cm]?ts$/;

/** What a project emits. */
export interface Outputs {
  readonly emits: boolean;
  readonly sources: readonly string[];
  /** Those of planned files. */
  readonly planned: readonly Output[];
  of(source: string): readonly string[];
}

/** Publishes what was emitted; what cannot be guarded is withdrawn, and all that was to follow with it. */
export function publishAll(
  publisher: Publisher,
  prepared: Prepared,
  outputs: Outputs,
  held: readonly HeldOutput[],
  memory: Memory | undefined,
): boolean {
  const left = new Set(held);
  try {
    for (const output of held) {
      publishScript(publisher, prepared, output, memory);
      left.delete(output);
    }
    const publishDeclarations = createDeclarationsPublisher(publisher, prepared, memory);
    const sweep = createSweeper(publisher.build.system, true);
    for (const source of outputs.sources) {
      for (const name of outputs.of(source)) {
        if (DECLARATIONS.test(name)) publishDeclarations(source, name);
        else if (!prepared.compilation.planOf(source)) sweep(name, 0);
      }
    }
    return true;
  } catch (error) {
    if (!(error instanceof UnguardableError) && !isOfDisk(error)) throw error;
    publisher.tell(error.message);
    return false;
  } finally {
    for (const { pending } of left) pending.withdraw();
  }
}

/** Finds out what a project emits, and what of it gets a guard. */
export function findOutputs({ config, program, isSmall, compilation, diagnostics }: Prepared): Outputs {
  const { options } = config;
  const files = program.getSourceFiles().filter((file) => isEmitted(program, file));
  const others = isSmall ? config.fileNames.filter((name) => /(?<!\.d)\.[cm]?tsx?$/.test(name)) : [];
  const sources = [...new Set([...files.map(({ fileName }) => fileName), ...others])];
  const of = createOutputNamer(config);
  const emits = !options.noEmit && !(options.noEmitOnError && diagnostics.length);
  const planned = (emits ? sources : []).flatMap((source) => {
    const plan = compilation.planOf(source);
    const fileName = plan && of(source).find((name) => JAVASCRIPT.test(name));
    return fileName ? [{ plan, fileName }] : [];
  });
  return { emits, sources, planned, of };
}
