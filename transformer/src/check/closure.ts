import type ts from "typescript";
import type { Context } from "../analysis/context.js";

/** The search stops after this many types, and returns the files that it has found until then. */
const MOST_TYPES = 2000;

/** The member types of a union or intersection; for another type, the types of its properties and signatures. */
function partsOf({ checker }: Context, type: ts.Type): readonly ts.Type[] {
  if (type.isUnionOrIntersection()) return type.types;
  const members = checker.getPropertiesOfType(type).map((member) => checker.getTypeOfSymbol(member));
  const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()].flatMap((signature) => [
    ...signature.parameters.map((parameter) => checker.getTypeOfSymbol(parameter)),
    signature.getReturnType(),
  ]);
  return [...members, ...signatures];
}

/**
 * The files of the program, without the default libraries, that declare a type or a part of it. When one of them
 * changes, everything that was checked against the type must be checked again.
 *
 * @param context - The program.
 * @param type - The type.
 */
export function declaringFilesOf(context: Context, type: ts.Type): Set<ts.SourceFile> {
  const { program } = context;
  const files = new Set<ts.SourceFile>();
  const seen = new Set([type]);
  for (const each of seen) {
    if (seen.size > MOST_TYPES) break;
    const declarations = [...(each.symbol?.declarations ?? []), ...(each.aliasSymbol?.declarations ?? [])];
    const own = declarations.map((declaration) => declaration.getSourceFile());
    if (own.some((file) => program.isSourceFileDefaultLibrary(file))) continue;
    for (const file of own) files.add(file);
    for (const part of partsOf(context, each)) seen.add(part);
  }
  return files;
}
