import type { ModuleMember, ModuleShape, Parameters, Validator } from "../contract.js";
import { type Mistake, nearest, numeralOf, placeOf } from "../env/shape.js";
import { classText, functionText, isClass, isConstructible, isList, kindOf, wordsOf } from "./words.js";

/** A mistake in an export or in a part of one. */
export interface ModuleMistake extends Mistake {
  readonly kind: "missing" | "mismatch" | "invalid";
  /** The kind of the value, in words; never the value. */
  readonly found?: string;
}

type ShapeOf<Kind extends ModuleShape["kind"]> = Extract<ModuleShape, { readonly kind: Kind }>;
type ListShape = Extract<ModuleShape, { readonly kind: "list" | "tuple" }>;
type Leaf = Extract<ModuleShape, { readonly kind: "string" | "number" | "boolean" }>;

/** The limit for values with very many references to each other. */
const MOST_STEPS = 100_000;

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** `[object Date]` gives `Date`, also for objects of another realm. */
const tagOf = (value: unknown) => Object.prototype.toString.call(value).slice("[object ".length, -1);

/** Reads a value. `undefined` when that throws: in a getter, a proxy, or an export that is not initialized yet. */
function attempt<Value>(read: () => Value): { readonly value: Value } | undefined {
  try {
    return { value: read() };
  } catch {
    // The error is dropped, because it may contain anything.
    return undefined;
  }
}

/** Finds a validator by its index. */
export type ValidatorAt = (index: number) => Validator;

/**
 * Finds the mistakes in a module.
 *
 * @param root - Its exports.
 * @param shapes - The shapes of the type; the first is that of the module.
 * @param validatorAt - Finds the validators that the shapes use.
 * @returns All mistakes, in the order of the type.
 */
export function findModuleMistakes(
  root: unknown,
  shapes: readonly ModuleShape[],
  validatorAt: ValidatorAt,
): readonly ModuleMistake[] {
  let steps = 0;
  /** Values that match a shape, in the order in which they were found. */
  const held: (readonly [value: object, shape: ModuleShape])[] = [];
  const heldBy = new Map<ModuleShape, Set<object>>();

  const hold = (value: object, shape: ModuleShape) => {
    held.push([value, shape]);
    heldBy.set(shape, (heldBy.get(shape) ?? new Set()).add(value));
  };
  const release = (count: number) => {
    for (const [value, shape] of held.splice(count)) heldBy.get(shape)!.delete(value);
  };

  /** A value that is already being checked counts as right. This ends the recursion of circular values. */
  const findOnce = (value: object, shape: ModuleShape, find: () => ModuleMistake[]): ModuleMistake[] => {
    if (heldBy.get(shape)?.has(value)) return [];
    if (++steps > MOST_STEPS) throw new RangeError("too large");
    const before = held.length;
    hold(value, shape);
    const mistakes = find();
    if (mistakes.length) release(before);
    return mistakes;
  };

  const wrong = (shape: ModuleShape, place: string, found: string): ModuleMistake[] => [
    { place, kind: "mismatch", expected: wordsOf(shape, shapes), hint: `found ${found}`, found },
  ];
  const unreadable = (shape: ModuleShape, place: string): ModuleMistake[] => [
    { place, kind: "invalid", expected: wordsOf(shape, shapes), hint: "cannot be read: reading it throws" },
  ];

  const findMember = (value: object, member: ModuleMember, place: string): ModuleMistake[] =>
    findNamed(value, member, place + placeOf(member.name), place ? "not there" : "not exported");

  /** Checks a member. With a name that only the value has, `inner` hides the name. */
  const findNamed = (
    value: object,
    { name, shape, optional }: ModuleMember,
    inner: string,
    hint = "not there",
  ): ModuleMistake[] => {
    const isThere = attempt(() => name in value);
    const read = isThere?.value ? attempt(() => Reflect.get(value, name) as unknown) : undefined;
    if (!isThere || (isThere.value && !read)) return unreadable(shape, inner);
    if (read && !(optional && read.value === undefined)) return find(read.value, shape, inner);
    if (optional) return [];
    return [{ place: inner, kind: "missing", expected: wordsOf(shape, shapes), hint }];
  };

  const findMembers = (value: object, members: readonly ModuleMember[] = [], place: string) =>
    members.flatMap((member) => findMember(value, member, place));

  /** The number of parameters, if it is more than any call passes. Then some of them would be missing. */
  const tooMany = (value: object, [, most]: Parameters = [0, null]): Parameters | undefined => {
    const count = Number(attempt(() => Reflect.get(value, "length") as unknown)?.value);
    return most !== null && count > most ? [count, count] : undefined;
  };

  const findFunction = (value: unknown, shape: ShapeOf<"function">, place: string): ModuleMistake[] => {
    if (typeof value !== "function" || isClass(value)) return wrong(shape, place, kindOf(value));
    const parameters = tooMany(value, shape.parameters);
    return findOnce(value, shape, () => [
      ...(parameters ? wrong(shape, place, functionText(parameters)) : []),
      ...findMembers(value, shape.members, place),
    ]);
  };

  /** Whether a class extends the base. The base may be an export of the same module. */
  const extendsBase = (value: object, { of, name }: NonNullable<ShapeOf<"class">["base"]>): boolean => {
    const owner = of === "exports" ? root : globalThis;
    const base = attempt(() => (isObject(owner) ? Reflect.get(owner, name) : undefined));
    for (let next = attempt(() => Reflect.getPrototypeOf(value)); next?.value; ) {
      const { value: each } = next;
      if (each === base?.value) return true;
      // The same built-in class from another realm.
      if (of === "globals" && (each as { name?: unknown }).name === name) return true;
      next = attempt(() => Reflect.getPrototypeOf(each));
    }
    return false;
  };

  /** Accessors are not called, because they may need an instance. */
  const findPrototype = (value: object, members: readonly ModuleMember[], place: string) =>
    members.flatMap((member) =>
      member.shape.kind === "any" && attempt(() => member.name in value)?.value ? [] : findMember(value, member, place),
    );

  const findClass = (value: unknown, shape: ShapeOf<"class">, place: string): ModuleMistake[] => {
    const { parameters, base, members, prototype } = shape;
    if (!isConstructible(value)) return wrong(shape, place, kindOf(value));
    const many = tooMany(value, parameters);
    return findOnce(value, shape, () => {
      const isOther = base && !extendsBase(value, base);
      const own = [
        ...(isOther ? wrong(shape, place, `a class that does not extend ${base.name}`) : []),
        ...(many && !isOther ? wrong(shape, place, classText(many)) : []),
        ...findMembers(value, members, place),
      ];
      if (!prototype?.length) return own;
      const found = attempt(() => Reflect.get(value, "prototype") as unknown)?.value;
      return [...own, ...findPrototype(isObject(found) ? found : {}, prototype, `${place}.prototype`)];
    });
  };

  const findObject = (value: unknown, shape: ShapeOf<"object">, place: string): ModuleMistake[] => {
    // The exports of CommonJS may be a function with properties.
    if (!isObject(value)) return wrong(shape, place, kindOf(value));
    return findOnce(value, shape, () => {
      const { members, rest } = shape;
      const own = findMembers(value, members, place);
      if (!rest) return own;
      const named = new Set(members.map(({ name }) => name));
      const names = attempt(() => Object.keys(value).filter((name) => !named.has(name)));
      if (!names) return [...own, ...unreadable(rest, `${place}.*`)];
      return [...own, ...names.value.flatMap((name) => findNamed(value, { name, shape: rest }, `${place}.*`))];
    });
  };

  const findList = (value: unknown, shape: ListShape, place: string): ModuleMistake[] => {
    if (!isList(value)) return wrong(shape, place, kindOf(value));
    const list = value;
    const shapeAt = (index: number) => (shape.kind === "list" ? shape.of : (shape.of[index] ?? shape.rest));
    const { of, least = of.length, rest } = shape.kind === "tuple" ? shape : { of: [], least: 0, rest: shape.of };
    const length = attempt(() => list.length)?.value;
    if (length === undefined) return unreadable(shape, place);
    if (length < least || (!rest && length > of.length)) return wrong(shape, place, `a list of ${length}`);
    return findOnce(list, shape, () =>
      Array.from({ length }, (_, index) => {
        const read = attempt(() => list[index]);
        const inner = `${place}[${index}]`;
        return read ? find(read.value, shapeAt(index)!, inner) : unreadable(shapeAt(index)!, inner);
      }).flat(),
    );
  };

  const isInstance = (value: unknown, name: string) => {
    const known = (globalThis as Readonly<Record<string, unknown>>)[name];
    return isObject(value) && (tagOf(value) === name || (typeof known === "function" && value instanceof known));
  };

  const findLeaf = (value: unknown, shape: Leaf, place: string): ModuleMistake[] => {
    const { kind, is } = shape;
    if (typeof value !== kind) return wrong(shape, place, kindOf(value));
    const text = typeof value === "number" ? numeralOf(value) : String(value);
    if (is === undefined || validatorAt(is)(value as never, text)) return [];
    return wrong(shape, place, `another ${kind}`);
  };

  const find = (value: unknown, shape: ModuleShape, place: string): ModuleMistake[] => {
    const unless = (holds: boolean, found = kindOf(value)) => (holds ? [] : wrong(shape, place, found));
    switch (shape.kind) {
      case "any":
        return [];
      case "something":
        return unless(isObject(value));
      case "symbol":
      case "undefined":
        return unless(typeof value === shape.kind);
      case "bigint":
        return unless(typeof value === "bigint" && (shape.values?.includes(String(value)) ?? true));
      case "literal": {
        const isOfKind = shape.values.some((each) => each !== null && typeof each === typeof value);
        return unless(shape.values.includes(value as string), isOfKind ? `another ${typeof value}` : undefined);
      }
      case "list":
      case "tuple":
        return findList(value, shape, place);
      case "object":
        return findObject(value, shape, place);
      case "function":
        return findFunction(value, shape, place);
      case "class":
        return findClass(value, shape, place);
      case "instance":
        return unless(attempt(() => isInstance(value, shape.of))?.value ?? false);
      case "union": {
        const before = held.length;
        const all: ModuleMistake[][] = [];
        for (const each of shape.of) {
          const mistakes = find(value, each, place);
          if (!mistakes.length) return [];
          release(before);
          all.push(mistakes);
        }
        return nearest(all, place) ?? wrong(shape, place, kindOf(value));
      }
      case "ref":
        return find(value, shapes[shape.to]!, place);
      default:
        return findLeaf(value, shape, place);
    }
  };
  return find(root, shapes[0]!, "");
}
