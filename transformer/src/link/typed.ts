import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { unwrap } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";
import type { TypedTexts } from "./constants.js";
import type { Load } from "./loads.js";

/** The values of a string literal type or a union of them. */
function literalsOf({ ts }: Pick<Context, "ts">, type: ts.Type): string[] | undefined {
  const members = type.isUnion() ? type.types : [type];
  const texts = members.flatMap((each) =>
    each.flags & ts.TypeFlags.StringLiteral ? (each as ts.StringLiteralType).value : [],
  );
  return texts.length && texts.length === members.length ? texts : undefined;
}

/**
 * Makes the reader of texts by type: of a constant, an enum, a parameter with a union of literals.
 *
 * @param context - The program.
 */
export function createTypedTexts(context: Pick<Context, "ts" | "checker">): TypedTexts {
  return (expression) => literalsOf(context, context.checker.getTypeAtLocation(expression));
}

/** Whether the type of an expression is that of `require`. */
function isTypedRequire({ checker }: Context, callee: ts.Expression): boolean {
  const { symbol } = checker.getTypeAtLocation(callee);
  const { parent } = (symbol ?? {}) as { parent?: ts.Symbol };
  return symbol?.name === "NodeRequire" || (symbol?.name === "Require" && parent?.name === "NodeJS");
}

/** A call that loads a module if its callee is a `require`. */
export interface PossibleLoad {
  readonly load: Load;
  /** Whether the callee is a `require`, by its type. */
  isLoad(): boolean;
}

/**
 * Finds calls whose callee may be a `require` from elsewhere: a parameter, an import, a property. Only types can tell,
 * and they are asked last.
 *
 * @param context - The program.
 * @param file - The file.
 */
export function findPossibleLoads(context: Context, file: ts.SourceFile): readonly PossibleLoad[] {
  const { ts } = context;
  const found: PossibleLoad[] = [];
  if (!/require/i.test(file.text)) return found;
  const known = new Set(
    context
      .syntaxOf(file)
      .loads()
      .map(({ node }) => node),
  );
  walk(ts, file, (node) => {
    if (!ts.isCallExpression(node) || known.has(node)) return;
    const specifier = node.arguments[0] && unwrap(ts, node.arguments[0]);
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const texts = [{ text: specifier.text, isPlace: false }];
    const load: Load = {
      node,
      form: "require",
      specifier: node.arguments[0]!,
      argument: node.arguments[0]!,
      texts,
      isClosed: true,
      from: file.fileName,
      isOwnRequire: false,
    };
    found.push({ load, isLoad: () => isTypedRequire(context, node.expression) });
  });
  return found;
}
