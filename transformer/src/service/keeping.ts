import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";
import type { Keeping } from "../emit/text/kept.js";
import type { GuardRules } from "./types.js";

/** Which imports the host's compiler keeps in a TypeScript text. */
export function keepingOf(typescript: TypeScript, options: ts.CompilerOptions, rules: GuardRules): Keeping {
  const isClassic = options.jsx === typescript.JsxEmit.React;
  const [factory] = (options.jsxFactory ?? options.reactNamespace ?? "React").split(".");
  return {
    keepsUnused: rules.unusedImports ? rules.unusedImports === "kept" : options.verbatimModuleSyntax === true,
    hasDecoratorMetadata: rules.decoratorMetadata ?? options.emitDecoratorMetadata === true,
    jsxFactory: isClassic ? factory : undefined,
  };
}
