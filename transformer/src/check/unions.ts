import type { ModuleShape } from "importspy/dist/contract.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedShape } from "../analysis/model.js";
import { has } from "./types.js";

type AnyShape = CheckedShape | ModuleShape;

/** `boolean`, which is a union of `true` and `false`. */
interface BooleanShape {
  readonly kind: "boolean";
  readonly expected: string;
}

/** All literals of a union. */
interface LiteralShape<Shape extends AnyShape> {
  readonly kind: "literal";
  readonly values: Extract<Shape, { readonly kind: "literal" }>["values"];
}

/**
 * `"a" | "b" | null | { … }`: the shapes of a union's members. `boolean` is one shape, and so are all literals.
 *
 * @param context - The program.
 * @param members - The members.
 * @param shapeOf - Gives the shape of one member.
 */
export function optionsOf<Shape extends AnyShape>(
  { ts }: Context,
  members: readonly ts.Type[],
  shapeOf: (member: ts.Type) => Shape,
): (Shape | BooleanShape | LiteralShape<Shape>)[] {
  const truths = members.filter((member) => has(member, ts.TypeFlags.BooleanLiteral));
  const isBoolean = truths.length === 2;
  const all = members.filter((member) => !isBoolean || !truths.includes(member)).map(shapeOf);
  const values = all.flatMap((shape) => (shape.kind === "literal" ? shape.values : []));
  return [
    ...(isBoolean ? [{ kind: "boolean", expected: "a boolean" } as const] : []),
    ...(values.length ? [{ kind: "literal", values } as const] : []),
    ...all.filter(({ kind }) => kind !== "literal"),
  ];
}
