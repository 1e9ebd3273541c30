import type { Shape } from "../contract.js";
import { readMembers } from "./types.js";
import { memberText, nameText } from "./typeText.js";

/** The {@link Reading} flag for each primitive type in JSON. */
const FLAGS = { string: 1, number: 2, boolean: 8 };

/**
 * Writes the shape of a JSON value as a TypeScript type, always in the same form.
 *
 * @param shapes - The shapes of the condition, the value's first.
 * @param validators - The validators that the shapes use, as JavaScript.
 * @returns A type. In a recursive type, `Self<1>` is the enclosing type and `Self<2>` the next one outwards.
 * @example
 * ```ts
 * shapeText([{ kind: "object", members: [{ name: "beta", shape: { kind: "boolean", expected: "a boolean" } }] }], []);
 * // "{ beta: boolean }"
 * ```
 */
export function shapeText(shapes: readonly Shape[], validators: readonly (string | undefined)[]): string {
  const around: number[] = [];

  const leafText = (kind: keyof typeof FLAGS, is: number | undefined): string => {
    if (is === undefined) return kind;
    const members = readMembers(validators[is] ?? "", FLAGS[kind]);
    return members
      ? [...new Set(members.map(memberText))].sort().join(" | ")
      : `${kind} & Own<${JSON.stringify(validators[is])}>`;
  };

  const nested = (shape: Shape): string => {
    const text = textOf(shape);
    return /[|&]/.test(text) && !text.startsWith("{") ? `(${text})` : text;
  };

  const textOf = (shape: Shape): string => {
    switch (shape.kind) {
      case "any":
        return "unknown";
      case "string":
      case "number":
      case "boolean":
        return leafText(shape.kind, shape.is);
      case "literal":
        return shape.values
          .map((value) => JSON.stringify(value))
          .sort()
          .join(" | ");
      case "list":
        return `${nested(shape.of)}[]`;
      case "tuple":
        return `[${shape.of.map(textOf).join(", ")}]`;
      case "union":
        return [...new Set(shape.of.map(textOf))].sort().join(" | ");
      case "object": {
        const members = shape.members.map(
          ({ name, shape: inner, optional }) => `${nameText(name)}${optional ? "?" : ""}: ${textOf(inner)}`,
        );
        const rest = shape.rest ? [`[name: string]: ${textOf(shape.rest)}`] : [];
        return members.length + rest.length ? `{ ${[...members.sort(), ...rest].join("; ")} }` : "{}";
      }
      case "ref": {
        const depth = around.indexOf(shape.to);
        if (depth >= 0) return `Self<${depth + 1}>`;
        around.unshift(shape.to);
        const text = textOf(shapes[shape.to]!);
        around.shift();
        return text;
      }
    }
  };

  return textOf(shapes[0]!);
}
