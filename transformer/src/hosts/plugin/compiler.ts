import type ts from "typescript";
import { loadCompiler } from "../../cli/compiler.js";
import type { TypeScript } from "../../compiler/compiler.js";

interface Allocating {
  readonly objectAllocator: { getSourceFileConstructor(): unknown };
}

const isCompiler = (exports: unknown): exports is TypeScript & Allocating =>
  typeof exports === "object" && exports !== null && "objectAllocator" in exports && "createProgram" in exports;

/**
 * Finds the compiler that made a program, among all that the process has loaded: hosts hand over no more than the program.
 *
 * @param program - The program.
 * @returns The compiler; our own where none is found, which then says that versions differ.
 */
export function compilerOf(program: ts.Program): TypeScript {
  const [file] = program.getSourceFiles();
  const loaded = Object.values(require.cache).flatMap((module) => module?.exports as unknown);
  const isMaker = (each: TypeScript & Allocating) =>
    file !== undefined && each.objectAllocator.getSourceFileConstructor() === file.constructor;
  return loaded.filter(isCompiler).find(isMaker) ?? loadCompiler();
}
