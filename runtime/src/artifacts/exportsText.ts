import type { ModuleMember, ModuleShape, Parameters } from "../contract.js";
import { EMPTY, readMembers, type ValueMember } from "./types.js";
import { memberText, nameText } from "./typeText.js";

/** A longer text is of no use to reviewers. */
const MOST_CHARACTERS = 4000;

/** The {@link Reading} flag for each primitive type. */
const FLAGS = { string: 1, number: 2, boolean: 8 };

/** `a`, `b`, …: types do not name parameters. */
export const parameterName = (index: number): string => String.fromCharCode(97 + (index % 26)).repeat(1 + index / 26);

/** `(a, b?)`, `(...a)` */
function parametersText([least, most]: Parameters = [0, null]): string {
  const count = most ?? least;
  const names = Array.from({ length: count }, (_, index) => parameterName(index) + (index < least ? "" : "?"));
  return `(${[...names, ...(most === null ? [`...${parameterName(count)}`] : [])].join(", ")})`;
}

/**
 * Writes the exports that a package must have as a TypeScript type, always in the same form. Types that no value shows
 * are `unknown`. The result is read by {@link parseExports}.
 *
 * @param shapes - The shapes of the condition, the module's first.
 * @param validators - The validators that the shapes use, as JavaScript.
 * @returns `undefined` when the text would be too long. In a recursive type, `Self<1>` is the enclosing type and
 *   `Self<2>` the next one outwards.
 * @example
 * ```ts
 * exportsType([{ kind: "object", members: [{ name: "run", shape: { kind: "function", parameters: [1, 2] } }] }], []);
 * // "{ run: (a, b?) => unknown }"
 * ```
 */
export function exportsType(
  shapes: readonly ModuleShape[],
  validators: readonly (string | undefined)[],
): string | undefined {
  /** The objects, functions and classes around the current shape, the nearest first. */
  const around: ModuleShape[] = [];
  let length = 0;

  const leafText = (kind: keyof typeof FLAGS, is: number | undefined): string => {
    if (is === undefined) return kind;
    const own: ValueMember = { ...EMPTY, base: kind, own: [validators[is] ?? ""] };
    const members = readMembers(validators[is] ?? "", FLAGS[kind]) ?? [own];
    return [...new Set(members.map(memberText))].sort().join(" | ");
  };

  const membersText = (members: readonly ModuleMember[] = []): string[] =>
    members.map(({ name, shape, optional }) => `${nameText(name)}${optional ? "?" : ""}: ${textOf(shape)}`).sort();

  const objectText = (members: readonly string[]) => (members.length ? `{ ${members.join("; ")} }` : "{}");

  const resolved = (shape: ModuleShape): ModuleShape => (shape.kind === "ref" ? resolved(shapes[shape.to]!) : shape);

  /** A member of a union. Functions need parentheses. */
  const optionText = (shape: ModuleShape): string => {
    const text = textOf(shape);
    return ["function", "class"].includes(resolved(shape).kind) ? `(${text})` : text;
  };

  /** An item of a list. */
  const itemText = (shape: ModuleShape): string => {
    const text = optionText(shape);
    const isUnion = ["union", "literal", "bigint", "string", "number", "boolean"].includes(resolved(shape).kind);
    return isUnion && /[|&]/.test(text) ? `(${text})` : text;
  };

  /** Adds the properties of a function or class: `(() => unknown) & { version: string }`. */
  const withMembers = (text: string, ...others: readonly string[]) => {
    const all = others.filter((each) => each !== "{}");
    return all.length ? [`(${text})`, ...all].join(" & ") : text;
  };

  const constructed = (shape: Extract<ModuleShape, { kind: "object" | "function" | "class" }>): string => {
    switch (shape.kind) {
      case "function":
        return withMembers(`${parametersText(shape.parameters)} => unknown`, objectText(membersText(shape.members)));
      case "class": {
        const { parameters, members, prototype, base } = shape;
        const instance = objectText(membersText(prototype));
        const bases = base ? [`Extends<${base.of === "exports" ? JSON.stringify(base.name) : base.name}>`] : [];
        const made = `new ${parametersText(parameters)} => ${instance}`;
        return withMembers(made, ...bases, objectText(membersText(members)));
      }
      case "object": {
        const rest = shape.rest ? [`[name: string]: ${textOf(shape.rest)}`] : [];
        return objectText([...membersText(shape.members), ...rest]);
      }
    }
  };

  const write = (shape: ModuleShape): string => {
    switch (shape.kind) {
      case "any":
        return "unknown";
      case "something":
        return "object";
      case "symbol":
      case "undefined":
        return shape.kind;
      case "bigint":
        return shape.values?.map((value) => `${value}n`).join(" | ") ?? "bigint";
      case "string":
      case "number":
      case "boolean":
        return leafText(shape.kind, shape.is);
      case "literal":
        return (
          shape.values
            .map((value) => JSON.stringify(value))
            .sort()
            .join(" | ") || "never"
        );
      case "list":
        return `${itemText(shape.of)}[]`;
      case "tuple": {
        const { of, least = of.length, rest } = shape;
        const items = of.map((each, index) => (index < least ? textOf(each) : `${itemText(each)}?`));
        return `[${[...items, ...(rest ? [`...${itemText(rest)}[]`] : [])].join(", ")}]`;
      }
      case "union":
        return [...new Set(shape.of.map(optionText))].sort().join(" | ");
      case "instance":
        return shape.of;
      case "ref":
        return textOf(shapes[shape.to]!);
      default: {
        const depth = around.indexOf(shape);
        if (depth >= 0) return `Self<${depth + 1}>`;
        around.unshift(shape);
        const text = constructed(shape);
        around.shift();
        return text;
      }
    }
  };

  const textOf = (shape: ModuleShape): string => {
    if (around.length > 100 || length > MOST_CHARACTERS) throw new RangeError("too long");
    const text = write(shape);
    length = Math.max(length, text.length);
    return text;
  };

  try {
    return textOf(shapes[0]!);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
