/**
 * What a project emits, and what of it is held back and published.
 *
 * @module
 */
import { isEmitted } from "../../../compiler/compiler.js";
import { UnguardableError } from "../../../emit/text/input.js";
import { removeSidecars } from "../../../emit/write.js";
import type { Build } from "../reporting.js";
import { holdBack } from "./pending.js";
import type { Prepared } from "./prepare.js";
import { createDeclarationsPublisher, type HeldOutput, type Memory, type Publisher, publishScript } from "./publish.js";

export const JAVASCRIPT = /(?<!\.d)\.[cm]?jsx?$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;
/** Exit codes of compilers that were killed are higher. */
export const LAST_STATUS = 5;

/** An output that is to be held back. */
export type Output = Omit<HeldOutput, "pending">;

/** What a project emits. */
export interface Outputs {
  readonly emits: boolean;
  readonly sources: readonly string[];
  /** Those of planned files. */
  readonly planned: readonly Output[];
  of(source: string): readonly string[];
}

/** Holds back outputs; `undefined` where that cannot be done. */
export function holdAll(outputs: readonly Output[]): HeldOutput[] | undefined {
  const held: HeldOutput[] = [];
  try {
    for (const output of outputs) held.push({ ...output, pending: holdBack(output.fileName) });
    return held;
  } catch {
    // No links here, or nothing may be written: the built-in compiler needs no links, and says what it cannot write.
    for (const { pending } of held) pending.withdraw();
    return undefined;
  }
}

/** What goes wrong with a disk, and is nobody's mistake here: it is full, or closed to us. */
export const isOfDisk = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && "code" in error;

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
    for (const source of outputs.sources) {
      for (const name of outputs.of(source)) {
        if (DECLARATIONS.test(name)) publishDeclarations(source, name);
        else if (!prepared.compilation.planOf(source)) removeSidecars(publisher.build.system, name);
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
export function findOutputs(
  { tsc, system }: Build,
  { config, program, isSmall, compilation, diagnostics }: Prepared,
): Outputs {
  const { options } = config;
  const files = program.getSourceFiles().filter((file) => isEmitted(program, file));
  const others = isSmall ? config.fileNames.filter((name) => /(?<!\.d)\.[cm]?tsx?$/.test(name)) : [];
  const sources = [...new Set([...files.map(({ fileName }) => fileName), ...others])];
  const all = { ...config, fileNames: sources };
  const of = (source: string) => tsc.getOutputFileNames(all, source, !system.useCaseSensitiveFileNames);
  const emits = !options.noEmit && !(options.noEmitOnError && diagnostics.length);
  const planned = (emits ? sources : []).flatMap((source) => {
    const plan = compilation.planOf(source);
    const fileName = plan && of(source).find((name) => JAVASCRIPT.test(name));
    return fileName ? [{ plan, fileName }] : [];
  });
  return { emits, sources, planned, of };
}

/** The outputs that had a guard, and get none any more. */
export function findUnplanned({ sources, planned, of }: Outputs, { before }: Memory): Output[] {
  const names = new Set(planned.map(({ fileName }) => fileName));
  const scripts = sources.flatMap((source) => of(source).filter((name) => JAVASCRIPT.test(name)));
  return scripts
    .filter((name) => before?.get(name)?.emitted !== undefined && !names.has(name))
    .map((fileName) => ({ plan: undefined, fileName }));
}
