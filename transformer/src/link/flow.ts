import type ts from "typescript";
import { memoize } from "../analysis/memoize.js";
import { type TypeScript, unwrap } from "../compiler/compiler.js";
import {
  type Assignment,
  accessedName,
  type Call,
  type Names,
  placeOf,
  propertyNameOf,
  returnedBy,
} from "./assigned.js";

/**
 * Where a value comes from, and which member of it the value is. The node is an import, a global name, a literal, a
 * function, a class, or a call of a function that is not declared in this file.
 *
 * `import * as fs from "fs"; const read = fs.promises.readFile` → the import, members `promises`, `readFile`
 */
export interface Source {
  readonly node: ts.Node;
  readonly members: readonly string[];
}

/** Any element of a list. */
const ANY = "*";
/** Stops endless paths: `let a = b; a = a.next`. */
const MOST_MEMBERS = 8;
/**
 * Stops where paths branch: of a function that walks a tree, each call of itself adds one of several members. Short paths
 * are always followed.
 */
const [SHORT_PATH, MOST_PATHS] = [2, 64];

/** Stops at very deep nesting: chains of `||` may have thousands of operands. */
const DEEPEST_VALUE = 200;

/** A callee or a class is resolved by a nested query. This stops endless queries: `const f = f()`. */
const DEEPEST_QUESTION = 4;

/** Global functions whose result holds their arguments: unchanged (`itself`), or in a list or object (`its members`). */
const PASSING: Readonly<Record<string, ReadonlyMap<string, "itself" | "its members">>> = {
  Object: new Map([
    ["freeze", "itself"],
    ["seal", "itself"],
    ["preventExtensions", "itself"],
    ["assign", "itself"],
    ["create", "itself"],
    ["defineProperty", "itself"],
    ["defineProperties", "itself"],
    ["values", "its members"],
    ["entries", "its members"],
    ["fromEntries", "its members"],
  ]),
  Promise: new Map([
    ["resolve", "itself"],
    ["all", "itself"],
  ]),
  Array: new Map([
    ["of", "its members"],
    ["from", "its members"],
  ]),
};

type Found = Generator<Source, void, undefined>;

function isImportBinding(typescript: TypeScript, node: ts.Node): boolean {
  return (
    typescript.isImportClause(node) ||
    typescript.isNamespaceImport(node) ||
    typescript.isImportSpecifier(node) ||
    typescript.isNamespaceExport(node) ||
    typescript.isExportSpecifier(node)
  );
}

/** Whether a call is `promise.then(…)`. The callbacks of `catch` and `finally` do not change the value of a promise. */
function isThen(typescript: TypeScript, { expression }: ts.CallExpression): boolean {
  const callee = unwrap(typescript, expression);
  return typescript.isPropertyAccessExpression(callee) && callee.name.text === "then";
}

/** How the result of a call such as `Object.freeze(…)` holds its arguments. */
function passedBy(typescript: TypeScript, names: Names, { expression }: ts.CallExpression) {
  const callee = unwrap(typescript, expression);
  if (!typescript.isPropertyAccessExpression(callee) || !typescript.isIdentifier(callee.expression)) return undefined;
  const { expression: object, name } = callee;
  return names.lookUp(object) ? undefined : PASSING[object.text]?.get(name.text);
}

/** A value that the file has assigned, and the path to it. */
type Placed = Pick<Assignment, "path" | "isMerged" | "value" | "members">;

/** The members of an assigned value that a path leads to; `undefined` when it leads elsewhere. */
function membersIn({ path, isMerged, members }: Placed, asked: readonly string[]): readonly string[] | undefined {
  const isWithin = isMerged ? asked.length > path.length : asked.length >= path.length;
  const fits = (name: string, index: number) => asked[index] === ANY || asked[index] === name;
  return isWithin && path.every(fits) ? [...members, ...asked.slice(path.length)] : undefined;
}

/** Follows values through a file. */
export interface Flow {
  /** The possible sources of an expression, or of a member of it. */
  sourcesOf(expression: ts.Expression, members?: readonly string[]): Source[];
  /** The possible sources of a name. */
  sourcesOfSymbol(symbol: ts.Symbol, members?: readonly string[]): Source[];
  /** The possible sources of a declaration, without later assignments to its name. */
  sourcesOfDeclaration(declaration: ts.Declaration, members?: readonly string[]): Source[];
  /** The possible sources of all members of a literal or class, or of a function's results. */
  sourcesIn(node: ts.Node): Source[];
  /** The possible sources of the members that the file adds to a value: `api.pay = pay`. */
  addedTo(node: ts.Node): Source[];
}

/**
 * Makes the resolver of values in a file, by syntax alone. It follows names, assignments, members of objects, lists and
 * classes, parameters of functions that the file calls, and the results of these functions.
 *
 * @param typescript - The compiler.
 * @param names - Resolves the file's names.
 */
export function createFlow(typescript: TypeScript, names: Names): Flow {
  const { SyntaxKind } = typescript;
  const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
    typescript.isFunctionLike(node) && "body" in node;

  /** One query. It remembers which nodes it has visited, since values can be circular. */
  const ask = (start: (trace: ReturnType<typeof createTrace>) => Found): Source[] => [...start(createTrace(0))];

  const createTrace = (depth: number) => {
    const seen = new Map<ts.Node | ts.Symbol, Set<string>>();
    let nesting = 0;
    const isNew = (what: ts.Node | ts.Symbol, members: readonly string[]) => {
      const key = members.join("\0");
      const known = seen.get(what) ?? new Set();
      if (members.length > MOST_MEMBERS || known.has(key)) return false;
      if (members.length > SHORT_PATH && known.size >= MOST_PATHS) return false;
      seen.set(what, known.add(key));
      return true;
    };

    function* ofExpression(wrapped: ts.Expression, members: readonly string[]): Found {
      const node = unwrap(typescript, wrapped);
      if (!isNew(node, members)) return;
      nesting++;
      if (nesting > DEEPEST_VALUE) yield { node, members };
      else yield* ofValue(node, members);
      nesting--;
    }

    function* ofValue(node: ts.Expression, members: readonly string[]): Found {
      if (typescript.isIdentifier(node)) {
        const symbol = names.lookUp(node);
        if (symbol) yield* ofSymbol(symbol, members);
        else yield { node, members };
      } else if (typescript.isPropertyAccessExpression(node) || typescript.isElementAccessExpression(node)) {
        yield* ofExpression(node.expression, [accessedName(typescript, node) ?? ANY, ...members]);
      } else if (typescript.isAwaitExpression(node)) yield* ofExpression(node.expression, members);
      else if (typescript.isConditionalExpression(node)) {
        yield* ofExpression(node.whenTrue, members);
        yield* ofExpression(node.whenFalse, members);
      } else if (typescript.isBinaryExpression(node)) yield* ofBinary(node, members);
      else if (typescript.isCallExpression(node)) yield* ofCall(node, members);
      else yield* inside(node, members);
    }

    function* ofBinary(node: ts.BinaryExpression, members: readonly string[]): Found {
      const { kind } = node.operatorToken;
      const isEither =
        kind === SyntaxKind.BarBarToken ||
        kind === SyntaxKind.AmpersandAmpersandToken ||
        kind === SyntaxKind.QuestionQuestionToken ||
        kind === SyntaxKind.BarBarEqualsToken ||
        kind === SyntaxKind.AmpersandAmpersandEqualsToken ||
        kind === SyntaxKind.QuestionQuestionEqualsToken;
      const isRight = kind === SyntaxKind.CommaToken || kind === SyntaxKind.EqualsToken;
      if (isEither) yield* ofExpression(node.left, members);
      if (isEither || isRight) yield* ofExpression(node.right, members);
      else yield { node, members };
    }

    function* ofCall(node: ts.CallExpression, members: readonly string[]): Found {
      const passed = passedBy(typescript, names, node);
      if (passed) {
        const asked = passed === "itself" || !members.length ? members : [ANY];
        for (const argument of node.arguments) yield* ofExpression(argument, asked);
        return;
      }
      if (isThen(typescript, node) && node.arguments[0]) {
        for (const { node: callback } of sources(node.arguments[0])) yield* returned(callback, members);
        return;
      }
      let isDeclared = false;
      for (const callee of sources(node.expression)) {
        if (!isFunction(callee.node) || callee.members.length) continue;
        isDeclared = true;
        yield* returned(callee.node, members);
      }
      if (!isDeclared) yield { node, members };
    }

    function* returned(node: ts.Node, members: readonly string[]): Found {
      if (!isFunction(node)) return;
      for (const value of returnedBy(typescript, node)) yield* ofExpression(value, members);
    }

    /** A member that the file adds to a value where it is: `api.pay = pay`, `Object.assign(api, { pay })`. */
    function* added(node: ts.Node, members: readonly string[]): Found {
      const holder = holderOf(node);
      if (!holder) return;
      const asked = [...holder.path, ...members];
      for (const each of names.assignedTo(holder.symbol)) {
        const isAdded = each.path.length > holder.path.length || each.isMerged;
        const part = isAdded ? membersIn(each, asked) : undefined;
        if (part) yield* ofExpression(each.value, part);
      }
    }

    /** A member of a literal or class, also one that is added later; without a member, the node itself. */
    function* inside(node: ts.Node, members: readonly string[]): Found {
      if (members.length) yield* added(node, members);
      yield* within(node, members);
    }

    function* within(node: ts.Node, members: readonly string[]): Found {
      const [first, ...rest] = members;
      if (first === undefined) yield { node, members };
      else if (typescript.isObjectLiteralExpression(node)) yield* inObject(node, first, rest);
      else if (typescript.isArrayLiteralExpression(node)) yield* inArray(node, first, rest);
      else if (typescript.isClassLike(node)) {
        yield* inClass(node, first, rest, true);
        if (first === ANY) yield* inClass(node, first, rest, false);
      } else if (typescript.isModuleDeclaration(node)) {
        const { symbol } = node as { symbol?: ts.Symbol };
        for (const [name, member] of symbol?.exports ?? [])
          if (first === ANY || typescript.unescapeLeadingUnderscores(name) === first) yield* ofSymbol(member, rest);
      } else if (typescript.isNewExpression(node)) {
        const classes = sources(node.expression).filter((each) => typescript.isClassLike(each.node));
        for (const each of classes) yield* inClass(each.node as ts.ClassLikeDeclaration, first, rest, false);
        yield { node, members };
      } else yield { node, members };
    }

    function* inObject(node: ts.ObjectLiteralExpression, first: string, rest: readonly string[]): Found {
      for (const property of node.properties) {
        if (typescript.isSpreadAssignment(property)) {
          yield* ofExpression(property.expression, [first, ...rest]);
          continue;
        }
        const name = propertyNameOf(typescript, property.name);
        if (name !== first && name !== undefined && first !== ANY) continue;
        if (typescript.isShorthandPropertyAssignment(property)) yield* ofExpression(property.name, rest);
        else if (typescript.isPropertyAssignment(property)) yield* ofExpression(property.initializer, rest);
        else if (typescript.isGetAccessor(property)) yield* returned(property, rest);
        else if (typescript.isMethodDeclaration(property)) yield { node: property, members: rest };
      }
    }

    function* inArray(node: ts.ArrayLiteralExpression, first: string, rest: readonly string[]): Found {
      const spreads = node.elements.some((each) => typescript.isSpreadElement(each));
      for (const [index, element] of node.elements.entries()) {
        if (typescript.isSpreadElement(element)) yield* ofExpression(element.expression, [ANY, ...rest]);
        else if (first === ANY || spreads || first === String(index)) yield* ofExpression(element, rest);
      }
    }

    function* inClass(node: ts.ClassLikeDeclaration, first: string, rest: readonly string[], isStatic: boolean): Found {
      for (const member of node.members) {
        const modifiers = typescript.canHaveModifiers(member) ? typescript.getModifiers(member) : undefined;
        const has = (...kinds: ts.SyntaxKind[]) => modifiers?.some(({ kind }) => kinds.includes(kind)) ?? false;
        const name = member.name && propertyNameOf(typescript, member.name);
        if (has(SyntaxKind.StaticKeyword) !== isStatic || (name !== first && name !== undefined && first !== ANY))
          continue;
        // Private members cannot be reached from outside of the class.
        const isOwn = member.name !== undefined && typescript.isPrivateIdentifier(member.name);
        if (first === ANY && (isOwn || has(SyntaxKind.PrivateKeyword, SyntaxKind.ProtectedKeyword))) continue;
        if (typescript.isPropertyDeclaration(member) && member.initializer)
          yield* ofExpression(member.initializer, rest);
        else if (typescript.isGetAccessor(member)) yield* returned(member, rest);
        else if (typescript.isMethodDeclaration(member)) yield { node: member, members: rest };
      }
      if (!isStatic) yield* inInstance(node, first, rest);
    }

    /** What a constructor gives to an instance: `this.pay = pay`, `constructor(readonly pay = payments.pay)`. */
    function* inInstance(node: ts.ClassLikeDeclaration, first: string, rest: readonly string[]): Found {
      const hidden = new Set(node.members.filter(isHidden).map(({ name }) => name && propertyNameOf(typescript, name)));
      const isAsked = (name: string) => name === first || (first === ANY && !name.startsWith("#") && !hidden.has(name));
      for (const { property, value, members } of names.assignedIn(node))
        if (isAsked(property)) yield* ofExpression(value, [...members, ...rest]);
      for (const member of node.members) {
        if (!typescript.isConstructorDeclaration(member)) continue;
        for (const parameter of member.parameters) {
          const isOwn = typescript.isParameterPropertyDeclaration(parameter, member) && !isHidden(parameter);
          if (isOwn && isAsked((parameter.name as ts.Identifier).text)) yield* ofDeclaration(parameter, rest);
        }
      }
    }

    function* ofSymbol(symbol: ts.Symbol, members: readonly string[]): Found {
      if (!isNew(symbol, members)) return;
      for (const declaration of symbol.declarations ?? []) yield* ofDeclaration(declaration, members);
      for (const each of names.assignedTo(symbol)) {
        const part = membersIn(each, members);
        if (part) yield* ofExpression(each.value, part);
      }
    }

    function* ofDeclaration(node: ts.Declaration, members: readonly string[]): Found {
      if (typescript.isVariableDeclaration(node)) {
        const { parent: list } = node;
        if (node.initializer) yield* ofExpression(node.initializer, members);
        else if (typescript.isForOfStatement(list.parent))
          yield* ofExpression(list.parent.expression, [ANY, ...members]);
      } else if (typescript.isBindingElement(node)) yield* ofBinding(node, members);
      else if (typescript.isParameter(node)) yield* ofParameter(node, members);
      else if (
        typescript.isImportEqualsDeclaration(node) &&
        !typescript.isExternalModuleReference(node.moduleReference)
      )
        yield* ofEntity(node.moduleReference, members);
      else if (typescript.isClassLike(node) || typescript.isModuleDeclaration(node)) yield* inside(node, members);
      else if (isFunction(node) || isImportBinding(typescript, node) || typescript.isImportEqualsDeclaration(node))
        yield { node, members };
    }

    function* ofBinding(node: ts.BindingElement, members: readonly string[]): Found {
      const { parent: pattern, propertyName, name, dotDotDotToken } = node;
      if (node.initializer) yield* ofExpression(node.initializer, members);
      const whole = pattern.parent;
      if (typescript.isArrayBindingPattern(pattern)) {
        const index = String(pattern.elements.indexOf(node));
        yield* ofDeclaration(whole, dotDotDotToken ? [ANY, ...members.slice(1)] : [index, ...members]);
      } else if (dotDotDotToken) yield* ofDeclaration(whole, members);
      else yield* ofDeclaration(whole, [propertyNameOf(typescript, propertyName ?? name) ?? ANY, ...members]);
    }

    function* ofParameter(node: ts.ParameterDeclaration, members: readonly string[]): Found {
      const { parent: callee, dotDotDotToken } = node;
      const index = callee.parameters.indexOf(node);
      const promise = index === 0 ? promiseOf(callee) : undefined;
      const given = callsOf(callee).flatMap((call) => call.arguments?.[index] ?? []);
      for (const value of [node.initializer, promise]) if (value) yield* ofExpression(value, members);
      for (const value of given) yield* ofExpression(value, dotDotDotToken ? members.slice(1) : members);
      // Other files may call it with any value.
      yield { node, members };
    }

    function* ofEntity(name: ts.EntityName, members: readonly string[]): Found {
      if (typescript.isIdentifier(name)) yield* ofExpression(name, members);
      else yield* ofEntity(name.left, [name.right.text, ...members]);
    }

    const sources = (expression: ts.Expression) => queries[depth + 1]?.(expression) ?? [];
    return { ofExpression, ofSymbol, ofDeclaration, inside, added, returned };
  };

  /** Queries by their depth. Remembered, because a nested one is asked again on each path that leads to it. */
  const queries = Array.from({ length: DEEPEST_QUESTION + 1 }, (_, depth) =>
    memoize((expression: ts.Expression): Source[] => [...createTrace(depth).ofExpression(expression, [])]),
  );

  /** The outermost node around an expression, through parentheses and type assertions. */
  const outermost = (node: ts.Node): ts.Node => {
    const { parent } = node;
    const isWrapped = unwrap(typescript, parent as ts.Expression) === unwrap(typescript, node as ts.Expression);
    return isWrapped ? outermost(parent) : node;
  };

  const isHidden = (node: ts.Node) =>
    typescript.canHaveModifiers(node) &&
    (typescript.getModifiers(node) ?? []).some(
      ({ kind }) => kind === SyntaxKind.PrivateKeyword || kind === SyntaxKind.ProtectedKeyword,
    );

  /** The name through which the file can add members to a value: `const api = {}`, `a.b = {}`, `function api() {}`. */
  function holderOf(node: ts.Node): { readonly symbol: ts.Symbol; readonly path: readonly string[] } | undefined {
    const own = typescript.isFunctionDeclaration(node) || typescript.isClassLike(node) ? node.name : undefined;
    if (own) return holderNamed(own);
    const value = outermost(node);
    const { parent } = value;
    if (typescript.isVariableDeclaration(parent)) return holderNamed(parent.name);
    if (typescript.isBinaryExpression(parent)) return parent.right === value ? holderNamed(parent.left) : undefined;
    if (typescript.isPropertyAssignment(parent)) {
      const holder = holderOf(parent.parent);
      const name = holder && propertyNameOf(typescript, parent.name);
      return name === undefined ? undefined : { symbol: holder!.symbol, path: [...holder!.path, name] };
    }
    const isPassed = typescript.isCallExpression(parent) && passedBy(typescript, names, parent) === "itself";
    return isPassed ? holderOf(parent) : undefined;
  }

  function holderNamed(name: ts.Node): ReturnType<typeof holderOf> {
    const place = placeOf(typescript, name as ts.Expression);
    const symbol = place && typescript.isIdentifier(place.root) ? names.lookUp(place.root) : undefined;
    return symbol && { symbol, path: place!.path };
  }

  /** The calls of a function or class: in place (`(() => …)()`), by its name, or by the name of a method. */
  function callsOf(callee: ts.Node): readonly Call[] {
    if (typescript.isConstructorDeclaration(callee)) return callsOf(callee.parent);
    const whole = outermost(callee);
    const { parent } = whole;
    const isCalled =
      (typescript.isCallExpression(parent) || typescript.isNewExpression(parent)) && parent.expression === whole;
    const own = (callee as ts.NamedDeclaration).name;
    const given = (parent as ts.NamedDeclaration).name;
    const isGiven = typescript.isVariableDeclaration(parent) || typescript.isPropertyAssignment(parent);
    return [
      ...(isCalled ? [parent] : []),
      ...[own, isGiven ? given : undefined].flatMap((name) => (name ? callsByName(name) : [])),
    ];
  }

  function callsByName(name: ts.Node): readonly Call[] {
    const isProperty = !typescript.isIdentifier(name) || !isVariable(name.parent);
    if (isProperty) return names.callsOfProperty(propertyNameOf(typescript, name) ?? "");
    const symbol = names.lookUp(name);
    return symbol ? names.callsOf(symbol) : [];
  }

  const isVariable = (node: ts.Node) =>
    typescript.isVariableDeclaration(node) ||
    typescript.isFunctionDeclaration(node) ||
    typescript.isFunctionExpression(node) ||
    typescript.isClassLike(node);

  /** The promise of which a function is the `then` callback. */
  function promiseOf(callee: ts.Node): ts.Expression | undefined {
    const whole = outermost(callee);
    const { parent: call } = whole;
    const isCallback = typescript.isCallExpression(call) && call.arguments[0] === whole && isThen(typescript, call);
    return isCallback ? (unwrap(typescript, call.expression) as ts.PropertyAccessExpression).expression : undefined;
  }

  return {
    sourcesOf: (expression, members = []) =>
      members.length ? ask(({ ofExpression }) => ofExpression(expression, members)) : queries[0]!(expression),
    sourcesOfSymbol: (symbol, members = []) => ask(({ ofSymbol }) => ofSymbol(symbol, members)),
    sourcesOfDeclaration: (declaration, members = []) =>
      ask(({ ofDeclaration }) => ofDeclaration(declaration, members)),
    addedTo: (node) => ask(({ added }) => added(node, [ANY])),
    sourcesIn: (node) => ask(({ inside, returned }) => (isFunction(node) ? returned(node, []) : inside(node, [ANY]))),
  };
}
