/**
 * A compiler that `ts-patch install` has changed: its `createProgram` runs the transformers of `plugins` by itself,
 * importspy's among them.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";
import type { PluginConfig } from "../tspc/tspc.js";

/** What ts-patch adds to a compiler. */
type Patched = TypeScript & { readonly originalCreateProgram?: TypeScript["createProgram"] };

/** A transformer of `plugins` has failed, or could not be loaded. */
export class TransformerFailure extends Error {}

/** Whether a compiler's own `createProgram` runs the transformers of `plugins`, and guards its program thereby. */
export function runsTransformers(typescript: TypeScript, { plugins }: ts.CompilerOptions): boolean {
  const isGuarding = ({ transform, transformProgram }: PluginConfig) =>
    transform === "@importspy/transformer" && transformProgram === true;
  const isPatched = (typescript as Patched).originalCreateProgram !== undefined;
  return isPatched && Array.isArray(plugins) && (plugins as readonly PluginConfig[]).some(isGuarding);
}

/** The transformers in `plugins` that ts-patch would run and this build does not. */
export function otherTransformersIn({ plugins }: ts.CompilerOptions): string[] {
  if (!Array.isArray(plugins)) return [];
  return (plugins as readonly unknown[]).flatMap((entry: unknown) => {
    const transform = entry && typeof entry === "object" && "transform" in entry ? entry.transform : undefined;
    return typeof transform === "string" && transform !== "@importspy/transformer" ? [transform] : [];
  });
}

/**
 * Makes a program: as `tspc` does, where the compiler is patched and `plugins` has importspy's entry, and otherwise
 * without any transformer.
 *
 * @param typescript - The compiler.
 * @param input - The program's files and options.
 * @throws {@link TransformerFailure} when a transformer fails.
 */
export function createProgram(typescript: TypeScript, input: ts.CreateProgramOptions): ts.Program {
  const { originalCreateProgram } = typescript as Patched;
  if (!originalCreateProgram) return typescript.createProgram(input);
  if (!runsTransformers(typescript, input.options)) return originalCreateProgram(input);
  try {
    return typescript.createProgram(input);
  } catch (error) {
    throw new TransformerFailure(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
