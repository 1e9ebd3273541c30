/**
 * The exact form of the data in a sidecar: all required properties, no unknown ones, and only own properties count.
 *
 * @module
 */
import type {
  Alternative,
  Condition,
  ContractData,
  Edge,
  ImporterIdentity,
  LoadData,
  ModuleShape,
  Shape,
} from "../contract.js";
import { FIELDS, isFieldName, splitPath } from "../fields.js";
import { isPrintable } from "../printable.js";

/** Tells whether a value has the expected form. */
export type Check = (value: unknown) => boolean;
/** What the properties of an object must be. */
export type Checks = Readonly<Record<string, Check>>;

export const isText: Check = (value) => typeof value === "string";
/**
 * A text that is printed. Builds escape whatever would act on a terminal or a CI runner, so other texts are refused.
 */
export const isShown: Check = (value) => typeof value === "string" && isPrintable(value);
/** {@link isShown} for names and paths, which stay on one line. */
export const isPrintableName: Check = (value) => typeof value === "string" && isPrintable(value, true);
/** A literal, which is printed as JSON. */
const isLiteral: Check = (value) => typeof value === "string" && isPrintable(JSON.stringify(value));
export const isTrue: Check = (value) => value === true;
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const listOf =
  (is: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(is);

/** An object with these properties and no others. */
export function objectOf(required: Checks, optional: Checks = {}): Check {
  const all: ReadonlyMap<string, Check> = new Map(Object.entries({ ...required, ...optional }));
  const names = Object.keys(required);
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(([name, content]) => all.get(name)?.(content)) &&
    names.every((name) => Object.hasOwn(value, name));
}

const isRange = listOf(listOf(isText));
const OF_VERSION = { path: isPrintableName, expected: isShown, range: isRange };
const isVersion = objectOf(OF_VERSION, { optional: isTrue });
const isUnion = objectOf({ path: isPrintableName, expected: isShown, oneOf: listOf(listOf(isVersion)) });
const isObject: Check = (value) => typeof value === "object" && value !== null;
const isShape: Check = (value) => isObject(value) && Boolean(SHAPES.get((value as Shape).kind)?.(value));
const isLeaf = objectOf({ kind: isText, expected: isShown }, { is: isCount });
const isPlain: Check = (value) => value === null || ["string", "number", "boolean"].includes(typeof value);
const isMember = objectOf({ name: isText, shape: isShape }, { optional: isTrue });
const SHAPES: ReadonlyMap<string, Check> = new Map<Shape["kind"], Check>([
  ["any", objectOf({ kind: isText })],
  ["string", isLeaf],
  ["number", isLeaf],
  ["boolean", isLeaf],
  ["literal", objectOf({ kind: isText, values: listOf(isPlain) })],
  ["list", objectOf({ kind: isText, of: isShape })],
  ["tuple", objectOf({ kind: isText, of: listOf(isShape) })],
  ["object", objectOf({ kind: isText, members: listOf(isMember) }, { rest: isShape })],
  ["union", objectOf({ kind: isText, of: listOf(isShape) })],
  ["ref", objectOf({ kind: isText, to: isCount })],
]);

const isModuleShape: Check = (value) =>
  isObject(value) && Boolean(MODULE_SHAPES.get((value as ModuleShape).kind)?.(value));
const areMembers = listOf(objectOf({ name: isText, shape: isModuleShape }, { optional: isTrue }));
const areParameters: Check = (value) => {
  const [least, most, ...others] = Array.isArray(value) ? value : [];
  return isCount(least) && (most === null || isCount(most)) && !others.length;
};
const isBase = objectOf({ of: (value) => value === "exports" || value === "globals", name: isText });
const isBare = objectOf({ kind: isText });
const MODULE_SHAPES: ReadonlyMap<string, Check> = new Map<ModuleShape["kind"], Check>([
  ...(["any", "something", "symbol", "undefined"] as const).map((kind) => [kind, isBare] as const),
  ...(["string", "number", "boolean"] as const).map((kind) => [kind, isLeaf] as const),
  ["literal", objectOf({ kind: isText, values: listOf(isPlain) })],
  ["bigint", objectOf({ kind: isText }, { values: listOf(isText) })],
  ["list", objectOf({ kind: isText, of: isModuleShape })],
  ["tuple", objectOf({ kind: isText, of: listOf(isModuleShape) }, { least: isCount, rest: isModuleShape })],
  ["object", objectOf({ kind: isText, members: areMembers }, { rest: isModuleShape })],
  ["union", objectOf({ kind: isText, of: listOf(isModuleShape) })],
  ["ref", objectOf({ kind: isText, to: isCount })],
  ["function", objectOf({ kind: isText }, { parameters: areParameters, members: areMembers })],
  [
    "class",
    objectOf({ kind: isText }, { parameters: areParameters, members: areMembers, prototype: areMembers, base: isBase }),
  ],
  ["instance", objectOf({ kind: isText, of: isText })],
]);
const isPackage = objectOf(OF_VERSION, { optional: isTrue, shape: listOf(isModuleShape) });
const areLoads = listOf(objectOf({ line: isCount, shapes: listOf(isModuleShape) }));

const OF_LIST = { separator: isText, expected: isShown };
const isList: Check = (value) =>
  objectOf({ ...OF_LIST, literals: listOf(isLiteral) })(value) ||
  objectOf({ ...OF_LIST, is: isCount }, { readings: isCount })(value);
const OF_VALUE = { optional: isTrue, readings: isCount, default: isText, secret: isTrue };
const isLiterals = objectOf({ path: isPrintableName, literals: listOf(isLiteral) }, OF_VALUE);
const isValidated = objectOf({ path: isPrintableName, expected: isShown, is: isCount }, OF_VALUE);
const OF_STRUCTURE = { optional: isTrue, default: isText };
const isListed = objectOf({ path: isPrintableName, expected: isShown, list: isList }, OF_STRUCTURE);
const isJson = objectOf({ path: isPrintableName, expected: isShown, json: listOf(isShape) }, OF_STRUCTURE);
const VALUES = [isLiterals, isValidated, isListed, isJson];

/**
 * Checks a condition against its field. If the field has members, the path names one, except for a union of runtimes.
 */
const isCondition: Check = (value) => {
  const { path } = value as Condition;
  const [name] = splitPath(path);
  if (!isFieldName(name) || FIELDS[name].asks === "importer") return false;
  const { judges, members } = FIELDS[name];
  const isMember = path !== name;
  if (name === "packages") return isMember && isPackage(value);
  if (judges === "version") return isMember ? isVersion(value) : members !== "any" && isUnion(value);
  return isMember === (members !== undefined) && VALUES.some((is) => is(value));
};
const areConditions = listOf((value) => isObject(value) && isText((value as Condition).path) && isCondition(value));

/** The properties that every contract has. */
export const CONTRACT_SHAPE: Checks = {
  key: isPrintableName,
  package: isPrintableName,
  module: isPrintableName,
  line: isCount,
  alternatives: listOf(
    objectOf(
      { conditions: areConditions },
      { read: isCount, packages: areConditions, importer: objectOf({ expected: isShown, is: isCount }), note: isShown },
    ),
  ),
};
const isContractData = objectOf(CONTRACT_SHAPE, { declaredIn: isPrintableName });

const isEdge: Check = (value) => {
  const [name, copy, line, flags, ...others] = Array.isArray(value) ? value : [];
  return isPrintableName(name) && isPrintableName(copy) && isCount(line) && isCount(flags) && !others.length;
};
/** The properties of an importer. */
export const IMPORTER_SHAPE: Checks = { module: isPrintableName, package: isPrintableName };
const isImporter = objectOf(IMPORTER_SHAPE);
export const areMoments: Check = listOf(listOf(isEdge));

/** Parses JSON and checks its form; `undefined` if either fails. */
export function parse(text: string, is: Check): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return is(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Reads a contract.
 *
 * @param text - The JSON in a sidecar.
 * @returns `undefined` when the text is not JSON, or not a contract.
 */
export function parseContract(text: string): ContractData | undefined {
  return parse(text, isContractData) as ContractData | undefined;
}

/** Reads the contracted modules that an importer loads, by moment. */
export function parseMoments(text: string): readonly (readonly Edge[])[] | undefined {
  return parse(text, areMoments) as readonly (readonly Edge[])[] | undefined;
}

/** Reads an importer. */
export function parseImporter(text: string): ImporterIdentity | undefined {
  return parse(text, isImporter) as ImporterIdentity | undefined;
}

/** Reads the `load<T>()` calls of a file. */
export function parseLoads(text: string): readonly LoadData[] | undefined {
  return parse(text, areLoads) as readonly LoadData[] | undefined;
}

/** Reads a JSON string. */
export function parseText(text: string): string | undefined {
  return parse(text, isText) as string | undefined;
}

/** The indexes of the validators that shapes use. */
function namedIn(shapes: readonly Shape[]): number[] {
  return shapes.flatMap((shape) => {
    switch (shape.kind) {
      case "string":
      case "number":
      case "boolean":
        return shape.is ?? [];
      case "list":
        return namedIn([shape.of]);
      case "tuple":
      case "union":
        return namedIn(shape.of);
      case "object":
        return namedIn([...shape.members.map((member) => member.shape), ...(shape.rest ? [shape.rest] : [])]);
      default:
        return [];
    }
  });
}

/** The number of validators of a contract; `undefined` when the indexes have a gap. */
export function countValidators({ alternatives }: ContractData): number | undefined {
  const named = new Set(
    alternatives.flatMap(({ conditions, read, packages = [], importer }: Alternative) => [
      ...packages.flatMap(({ shape }) => namedAnywhere(shape)),
      ...conditions.flatMap(({ is, list, json = [] }) => [is ?? [], list?.is ?? [], namedIn(json)].flat()),
      ...(importer ? [importer.is] : []),
      ...(read === undefined ? [] : [read]),
    ]),
  );
  return named.size === Math.max(-1, ...named) + 1 ? named.size : undefined;
}

/** The indexes of the validators anywhere in the shapes of modules. */
function namedAnywhere(value: unknown): number[] {
  if (typeof value !== "object" || value === null) return [];
  const { is } = value as { readonly is?: unknown };
  return [...(typeof is === "number" ? [is] : []), ...Object.values(value).flatMap(namedAnywhere)];
}

/** The number of validators of `load<T>()` calls; `undefined` when the indexes have a gap. */
export function countLoadValidators(loads: readonly LoadData[]): number | undefined {
  const named = new Set(loads.flatMap(({ shapes }) => namedAnywhere(shapes)));
  return named.size === Math.max(-1, ...named) + 1 ? named.size : undefined;
}
