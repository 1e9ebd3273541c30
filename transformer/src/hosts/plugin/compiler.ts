import type ts from "typescript";
import { loadCompiler } from "../../cli/compiler.js";
import type { TypeScript } from "../../compiler/compiler.js";

interface Allocating {
  readonly objectAllocator: { getSourceFileConstructor(): unknown };
}

const isCompiler = (exports: unknown): exports is TypeScript & Allocating =>
  typeof exports === "object" && exports !== null && "objectAllocator" in exports && "createProgram" in exports;

/**
 * Finds the compiler that created a program among all loaded modules, because hosts pass only the program.
 *
 * @param program - The program.
 * @returns The compiler. If none is found, our own, and the version check fails.
 */
export function compilerOf(program: ts.Program): TypeScript {
  const [file] = program.getSourceFiles();
  const loaded = Object.values(require.cache).flatMap((module) => module?.exports as unknown);
  const isMaker = (each: TypeScript & Allocating) =>
    file !== undefined && each.objectAllocator.getSourceFileConstructor() === file.constructor;
  return loaded.filter(isCompiler).find(isMaker) ?? loadCompiler();
}
