import type { Contract, Shape, ShapeMember } from "../contract.js";
import { printableLine } from "../printable.js";

/** A mistake in a part of a value. Never contains a value, or a name that only the value has. */
export interface Mistake {
  /** The place: `.beta`, `.hosts[2].port`. Members of a record are `.*`. */
  readonly place: string;
  readonly expected: string;
  readonly hint: string;
}

/** JSON does not escape all control characters. */
export const quote = (value: unknown) => printableLine(JSON.stringify(value));

const withArticle: Readonly<Record<string, string>> = { list: "a list", object: "an object" };

/** A shape in words. */
function wordsOf(shape: Shape, shapes: readonly Shape[]): string {
  switch (shape.kind) {
    case "any":
      return "anything";
    case "string":
    case "number":
    case "boolean":
      return shape.expected;
    case "literal":
      return shape.values.map(quote).join(" | ");
    case "tuple":
      return `a list of ${shape.of.length}`;
    case "union":
      return [...new Set(shape.of.map((each) => wordsOf(each, shapes)))].join(" | ");
    case "ref":
      return wordsOf(shapes[shape.to]!, shapes);
    default:
      return withArticle[shape.kind]!;
  }
}

/** A number as a decimal numeral for validators of numbers: `1e-7` → `0.0000001`. */
export function numeralOf(value: number): string {
  const [, sign = "", whole = "", fraction = "", exponent = ""] = /^(-?)(\d+)\.?(\d*)e?(.*)$/.exec(String(value)) ?? [];
  const shift = Number(exponent);
  if (!shift) return String(value);
  const digits = whole + fraction;
  return shift < 0
    ? `${sign}0.${"0".repeat(-shift - whole.length)}${digits}`
    : sign + digits.padEnd(whole.length + shift, "0");
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `.beta`, `["two words"]` */
export const placeOf = (name: string) =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${quote(name)}]`;

/**
 * The mistakes of a value that fits no member of a union: those of the nearest member. If several members are equally
 * near, only the places that are wrong for all of them.
 *
 * @returns `undefined` when the value has another kind than all members.
 */
export function nearest<Found extends Mistake>(all: readonly (readonly Found[])[], place: string): Found[] | undefined {
  const inside = all.filter((mistakes) => mistakes.every((mistake) => mistake.place !== place));
  const fewest = Math.min(...inside.map(({ length }) => length));
  const [first, ...others] = inside.filter(({ length }) => length === fewest);
  if (!first) return undefined;
  if (!others.length) return [...first];
  const shared = first.flatMap((mistake) => {
    const same = others.map((mistakes) => mistakes.find((each) => each.place === mistake.place));
    if (same.includes(undefined)) return [];
    const expected = [...new Set([mistake, ...(same as Found[])].map((each) => each.expected))].join(" | ");
    return [
      { ...mistake, expected, hint: /^not (?:there|exported)$/.test(mistake.hint) ? mistake.hint : `not ${expected}` },
    ];
  });
  return shared.length ? shared : undefined;
}

/**
 * Finds the mistakes of a value.
 *
 * @param root - The value from `JSON.parse`.
 * @param shapes - The shapes; the first is that of the value.
 * @param validators - The validators that the shapes use.
 */
export function findMistakes(
  root: unknown,
  shapes: readonly Shape[],
  validators: Contract["validators"],
): readonly Mistake[] {
  const membersIn = (value: Readonly<Record<string, unknown>>, members: readonly ShapeMember[], place: string) =>
    members.flatMap(({ name, shape, optional }) => {
      const inner = place + placeOf(name);
      if (Object.hasOwn(value, name)) return find(value[name], shape, inner);
      return optional ? [] : [{ place: inner, expected: wordsOf(shape, shapes), hint: "not there" }];
    });

  const resolved = (shape: Shape): Shape => (shape.kind === "ref" ? resolved(shapes[shape.to]!) : shape);

  /** Whether the literals of an object type are those of a value: `{ kind: "card" }` is no `{ kind: "cash"; … }`. */
  const isMeant = (value: unknown, option: Shape): boolean => {
    const shape = resolved(option);
    if (shape.kind !== "object" || !isObject(value)) return true;
    return shape.members.every((member) => {
      const literal = resolved(member.shape);
      const isOther = literal.kind === "literal" && !literal.values.includes(value[member.name] as string);
      return !isOther || !Object.hasOwn(value, member.name);
    });
  };

  const known = new WeakMap<object, Map<Shape, Mistake[]>>();
  /** Each value is judged once by each union: otherwise a union that holds itself takes twice as long per level. */
  const once = (value: unknown, union: Shape, judge: () => Mistake[]): Mistake[] => {
    if (typeof value !== "object" || value === null) return judge();
    const mistakes = known.get(value)?.get(union) ?? judge();
    known.set(value, (known.get(value) ?? new Map<Shape, Mistake[]>()).set(union, mistakes));
    return mistakes;
  };

  const find = (value: unknown, shape: Shape, place: string): Mistake[] => {
    const wrong = () => {
      const expected = wordsOf(shape, shapes);
      return [{ place, expected, hint: `not ${expected}` }];
    };
    switch (shape.kind) {
      case "any":
        return [];
      case "literal":
        return shape.values.includes(value as string) ? [] : wrong();
      case "list":
        return Array.isArray(value)
          ? value.flatMap((each, index) => find(each, shape.of, `${place}[${index}]`))
          : wrong();
      case "tuple":
        return Array.isArray(value) && value.length === shape.of.length
          ? shape.of.flatMap((each, index) => find(value[index], each, `${place}[${index}]`))
          : wrong();
      case "object": {
        if (!isObject(value)) return wrong();
        const { members, rest } = shape;
        const named = new Set(members.map(({ name }) => name));
        const others = rest ? Object.keys(value).filter((name) => !named.has(name)) : [];
        return [
          ...membersIn(value, members, place),
          // The name is a part of the value, so it is not shown.
          ...others.flatMap((name) => find(value[name], rest!, `${place}.*`)),
        ];
      }
      case "union":
        return once(value, shape, () => {
          const all = shape.of.map((each) => find(value, each, place));
          if (all.some((mistakes) => !mistakes.length)) return [];
          const meant = all.filter((_, index) => isMeant(value, shape.of[index]!));
          const found = nearest(meant.length ? meant : all, place);
          const isOfKind = all.some((mistakes) => mistakes.every((each) => each.place !== place));
          return found ?? wrong().map((each) => (isOfKind ? { ...each, hint: "fits none of the types" } : each));
        });
      case "ref":
        return find(value, shapes[shape.to]!, place);
      default: {
        // Validators of numbers check the text.
        const is = shape.is === undefined ? undefined : validators[shape.is]!;
        const text = typeof value === "number" ? numeralOf(value) : String(value);
        // `JSON.parse` reads `1e400` as Infinity.
        const isOfKind = typeof value === shape.kind && (shape.kind !== "number" || Number.isFinite(value));
        const isHeld = isOfKind && (!is || is(value as never, text));
        return isHeld ? [] : wrong();
      }
    }
  };
  return find(root, shapes[0]!, "");
}
