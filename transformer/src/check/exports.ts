import type { ModuleMember, ModuleShape, Parameters } from "importspy/dist/contract.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { internalChecker } from "../compiler/compiler.js";
import { literalOf, readTags } from "../type/tags.js";
import { describe } from "./describe.js";
import { findTypeMistake } from "./tags.js";
import { constituentsOf, has, isNever, printType } from "./types.js";
import { optionsOf } from "./unions.js";

/** A type that cannot be checked on a value, with the reason. */
export class UncheckableError extends Error {}

/** The most object types in one `Package<range, shape>`. A larger type comes from a library, not from the contract. */
const MOST_OBJECTS = 400;

/** The smallest and the largest number of arguments of a signature; `null` for no limit. */
function parametersOf({ ts, checker }: Context, signature: ts.Signature): Parameters {
  let least = 0;
  let most: number | null = 0;
  for (const parameter of signature.parameters) {
    const { valueDeclaration: declaration } = parameter;
    const isParameter = declaration && ts.isParameter(declaration);
    if (isParameter && declaration.dotDotDotToken) {
      const type = checker.getTypeOfSymbol(parameter);
      if (!checker.isTupleType(type)) return [least, null];
      const { elementFlags, minLength } = (type as ts.TypeReference).target as ts.TupleType;
      if (elementFlags.some((flags) => flags & ts.ElementFlags.Variable)) return [least + minLength, null];
      return [least + minLength, most + elementFlags.length];
    }
    most++;
    if (!isParameter || !(declaration.questionToken || declaration.initializer)) least = most;
  }
  return [least, most];
}

/** The range that all signatures of a function have in common. */
function sharedParameters(context: Context, signatures: readonly ts.Signature[]): Parameters | undefined {
  const all = signatures.map((each) => parametersOf(context, each));
  const finite = all.flatMap(([, most]) => most ?? []);
  const most = finite.length ? Math.min(...finite) : null;
  const least = Math.min(...all.map(([each]) => each), most ?? Number.POSITIVE_INFINITY);
  return most === null && !least ? undefined : [least, most];
}

/**
 * Describes the type of a module's exports as plain data. The runtime validates the loaded module with it.
 *
 * @param context - The program.
 * @param root - The type.
 * @param validated - Receives the types that need a validator. Shapes refer to them by index.
 * @returns The shapes; the module's comes first.
 * @throws {@link UncheckableError} for a type that cannot be checked on a value.
 */
export function exportsOf(context: Context, root: ts.Type, validated: ts.Type[]): readonly ModuleShape[] {
  const { ts, checker, program } = context;
  const { TypeFlags, SymbolFlags } = ts;
  const shapes: ModuleShape[] = [{ kind: "any" }];
  const known = new Map<ts.Type, ModuleShape>();

  const refuse = (place: string, reason: string): never => {
    throw new UncheckableError(`${place ? `its part '${place}' ` : "it "}${reason}`);
  };

  /** The name of the global class, when a type is an instance of one (`Map`, `Date`, `URL`). */
  const globalOf = (type: ts.Type): string | undefined => {
    const symbol = type.getSymbol();
    const isOfLibrary = symbol?.declarations?.some((each) => program.isSourceFileDefaultLibrary(each.getSourceFile()));
    if (!symbol || !isOfLibrary || symbol.flags & SymbolFlags.TypeLiteral) return undefined;
    return internalChecker(checker).resolveName(symbol.name, undefined, SymbolFlags.Value, false)
      ? symbol.name
      : undefined;
  };

  /** Whether a member can be read from outside: not `#name`, a symbol, private or protected. */
  const isPublic = (symbol: ts.Symbol) => {
    const flags = symbol.valueDeclaration ? ts.getCombinedModifierFlags(symbol.valueDeclaration) : 0;
    return (
      !/^__[@#]/.test(String(symbol.escapedName)) && !(flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected))
    );
  };

  const memberOf = (symbol: ts.Symbol, place: string): ModuleMember => {
    const { name } = symbol;
    const type = checker.getTypeOfSymbol(symbol);
    const isOptional = (symbol.flags & SymbolFlags.Optional) !== 0;
    const members = constituentsOf(type).filter((each) => !isOptional || !has(each, TypeFlags.Undefined));
    return { name, shape: unionOf(members, place ? `${place}.${name}` : name), ...(isOptional && { optional: true }) };
  };

  const membersOf = (type: ts.Type, place: string, isMember = (_: ts.Symbol) => true): ModuleMember[] =>
    checker
      .getPropertiesOfType(type)
      .filter((symbol) => isPublic(symbol) && isMember(symbol))
      .map((symbol) => memberOf(symbol, place));

  /** The methods and accessors of a class. Its fields exist only on instances, which the check does not create. */
  const prototypeOf = (instance: ts.Type, place: string): ModuleMember[] => {
    const { Method, Accessor, Optional } = SymbolFlags;
    const isThere = ({ flags, valueDeclaration: declaration }: ts.Symbol) => {
      if (!(flags & (Method | Accessor)) || flags & Optional || !declaration) return false;
      const isAbstract = ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract;
      return !isAbstract && !program.isSourceFileDefaultLibrary(declaration.getSourceFile());
    };
    return checker
      .getPropertiesOfType(instance)
      .filter((symbol) => isPublic(symbol) && isThere(symbol))
      .map((symbol) => {
        const isAccessor = (symbol.flags & Accessor) !== 0;
        return isAccessor ? { name: symbol.name, shape: { kind: "any" } } : memberOf(symbol, `${place}.prototype`);
      });
  };

  /** The name of the export that is this class. */
  const exportedAs = (symbol: ts.Symbol): string | undefined =>
    checker.getPropertiesOfType(root).find((each) => checker.getTypeOfSymbol(each).symbol === symbol)?.name;

  /** The nearest base class that is an export of the module or a global. */
  const baseOf = (type: ts.Type): { readonly of: "exports" | "globals"; readonly name: string } | undefined => {
    let symbol: ts.Symbol | undefined = type.symbol;
    while (symbol && symbol.flags & SymbolFlags.Class) {
      const instance = checker.getDeclaredTypeOfSymbol(symbol);
      const [base] = instance.isClassOrInterface() ? checker.getBaseTypes(instance) : [];
      const global = base && globalOf(base);
      if (global) return { of: "globals", name: global };
      symbol = base?.getSymbol();
      const name = symbol && exportedAs(symbol);
      if (name !== undefined) return { of: "exports", name };
    }
    return undefined;
  };

  const classOf = (type: ts.Type, place: string): ModuleShape => {
    const signatures = type.getConstructSignatures();
    const [first] = signatures as unknown as [ts.Signature];
    const parameters = sharedParameters(context, signatures);
    const members = membersOf(type, place, ({ name }) => name !== "prototype");
    const prototype = prototypeOf(first.getReturnType(), place);
    const base = type.symbol?.flags & SymbolFlags.Class ? baseOf(type) : undefined;
    return {
      kind: "class",
      ...(parameters && { parameters }),
      ...(members.length && { members }),
      ...(prototype.length && { prototype }),
      ...(base && { base }),
    };
  };

  const functionOf = (type: ts.Type, place: string): ModuleShape => {
    const parameters = sharedParameters(context, type.getCallSignatures());
    const members = membersOf(type, place);
    return { kind: "function", ...(parameters && { parameters }), ...(members.length && { members }) };
  };

  const objectOf = (type: ts.Type, place: string): ModuleShape => {
    const rest = checker.getIndexInfosOfType(type).find(({ keyType }) => has(keyType, TypeFlags.String));
    return {
      kind: "object",
      members: membersOf(type, place),
      ...(rest && { rest: shapeOf(rest.type, place ? `${place}.*` : "*") }),
    };
  };

  /** An object type gets a number, so that a type can refer to itself. */
  const referenceTo = (type: ts.Type, place: string): ModuleShape => {
    const before = known.get(type);
    if (before) return before;
    const reference = { kind: "ref", to: shapes.length } as const;
    if (shapes.length > MOST_OBJECTS) refuse(place, "leads to too many other types; write down what you use of it");
    known.set(type, reference);
    shapes.push({ kind: "any" });
    shapes[reference.to] = type.getConstructSignatures().length
      ? classOf(type, place)
      : type.getCallSignatures().length
        ? functionOf(type, place)
        : objectOf(type, place);
    return reference;
  };

  const listOf = (type: ts.TypeReference, place: string): ModuleShape => {
    const items = checker.getTypeArguments(type);
    if (checker.isArrayType(type)) return { kind: "list", of: shapeOf(items[0]!, `${place}[]`) };
    const { elementFlags, minLength } = type.target as ts.TupleType;
    const { Variable, Rest } = ts.ElementFlags;
    const varying = elementFlags.findIndex((flags) => flags & Variable);
    const isAtEnd = varying < 0 || (varying === elementFlags.length - 1 && elementFlags[varying]! & Rest);
    // Elements after a rest element have no fixed index.
    if (!isAtEnd) return { kind: "tuple", of: [], least: minLength, rest: { kind: "any" } };
    const all = items.map((item, index) => {
      const isOptional = (elementFlags[index]! & ts.ElementFlags.Optional) !== 0;
      const members = constituentsOf(item).filter((each) => !isOptional || !has(each, TypeFlags.Undefined));
      return unionOf(members, `${place}[${index}]`);
    });
    const fixed = varying < 0 ? all : all.slice(0, varying);
    const rest = varying < 0 ? undefined : all[varying];
    return {
      kind: "tuple",
      of: fixed,
      ...((minLength !== fixed.length || rest) && { least: minLength }),
      ...(rest && { rest }),
    };
  };

  const leafOf = (type: ts.Type, place: string): ModuleShape | undefined => {
    const { base, tags } = readTags(context, type);
    if (!base || !has(base, TypeFlags.StringLike | TypeFlags.NumberLike | TypeFlags.BooleanLike)) return undefined;
    const kind = has(base, TypeFlags.NumberLike) ? "number" : has(base, TypeFlags.BooleanLike) ? "boolean" : "string";
    if (!tags.length && !has(base, TypeFlags.TemplateLiteral | TypeFlags.StringMapping))
      return { kind, expected: `a ${kind}` };
    const mistake = findTypeMistake(context, type);
    if (mistake) refuse(place, `is '${printType(context, type)}': ${mistake.reason.replace(/\.$/, "")}`);
    const index = validated.includes(type) ? validated.indexOf(type) : validated.push(type) - 1;
    return { kind, expected: describe(context, type), is: index };
  };

  const shapeOf = (type: ts.Type, place: string): ModuleShape => {
    if (type.isUnion()) return unionOf(type.types, place);
    if (has(type, TypeFlags.Any | TypeFlags.Unknown)) return { kind: "any" };
    if (isNever(context, type)) return { kind: "literal", values: [] };
    if (has(type, TypeFlags.Null)) return { kind: "literal", values: [null] };
    if (has(type, TypeFlags.Undefined | TypeFlags.Void)) return { kind: "undefined" };
    if (has(type, TypeFlags.ESSymbolLike)) return { kind: "symbol" };
    if (has(type, TypeFlags.NonPrimitive)) return { kind: "something" };
    const literal = literalOf(context, type);
    if (typeof literal === "bigint") return { kind: "bigint", values: [String(literal)] };
    if (literal !== undefined) return { kind: "literal", values: [literal] };
    if (has(type, TypeFlags.BigIntLike)) return { kind: "bigint" };
    const leaf = leafOf(type, place);
    if (leaf) return leaf;
    if (!has(type, TypeFlags.Object | TypeFlags.Intersection)) {
      // A type parameter or another type that is not yet known: its constraint is checked.
      const constraint = checker.getBaseConstraintOfType(type);
      return constraint && constraint !== type ? shapeOf(constraint, place) : { kind: "any" };
    }
    if (checker.isArrayType(type) || checker.isTupleType(type)) return listOf(type as ts.TypeReference, place);
    const global = globalOf(type);
    if (global === "Function") return { kind: "function" };
    if (global === "Object") return { kind: "any" };
    const isCallable = type.getConstructSignatures().length || type.getCallSignatures().length;
    return global && !isCallable ? { kind: "instance", of: global } : referenceTo(type, place);
  };

  const unionOf = (members: readonly ts.Type[], place: string): ModuleShape => {
    const options: ModuleShape[] = optionsOf(context, members, (member) => shapeOf(member, place));
    if (options.length > 1) return { kind: "union", of: options };
    return options[0] ?? { kind: "literal", values: [] };
  };

  shapes[0] = shapeOf(root, "");
  return shapes;
}
