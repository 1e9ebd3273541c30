/**
 * Modules that webpack and Rspack number. What is proven of them holds only if the function that loads them does just
 * that, and if nothing else changes its list of modules and its cache. How Turbopack loads modules is not read at all.
 *
 * @module
 */
import type ts from "typescript";
import { memoize, once } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, walk } from "../syntax.js";
import { accessOf, nameOf } from "./definitions.js";
import { isDefiner, type Loader, loadersIn } from "./loaders.js";
import { type Func, isFunc, plain, type Script } from "./script.js";
import type { Values } from "./value.js";

/** A place at which numbers may stand for something else. */
export interface Doubt {
  readonly node: ts.Node;
  readonly text: string;
}

type List = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;

const CHANGED = "the list of its modules may be changed elsewhere";
const USED = "the cache of its modules is used elsewhere";
const UNREAD = "the list of its modules cannot be read";
const UNKNOWN = "its modules are loaded by a function that is not known";
const TURBOPACK =
  "Turbopack loads its modules, which is only proven by the manifest of a build in which no file was changed";

/** A part of a module that a proof is about. */
export interface Part {
  readonly node: ts.Node;
  /** Whether another module of the same number has a part that is as good. */
  isGood(module: Func): boolean;
}

interface Numbered {
  readonly module: Func;
  readonly list: List;
}

/**
 * Makes what tells whether numbers stand for the modules that a proof is about.
 *
 * @param typescript - The parser of the scripts.
 * @param scripts - The scripts of a bundle.
 * @param values - What is in them.
 * @returns Finds a reason for doubt, for parts of modules that a proof is about.
 */
export function createNumbered(
  typescript: TypeScript,
  scripts: readonly Script[],
  values: Values,
): (parts: readonly Part[]) => Doubt | undefined {
  const { SyntaxKind } = typescript;
  const loaders = once(() => scripts.flatMap((script) => loadersIn(typescript, script)));

  const around = (node: ts.Node): ts.Node => {
    let outer = node;
    while (typescript.isParenthesizedExpression(outer.parent)) outer = outer.parent;
    return outer;
  };
  const isAssigned = (node: ts.Node): node is ts.BinaryExpression =>
    typescript.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.EqualsToken;
  const contains = (outer: ts.Node, inner: ts.Node) => outer.pos <= inner.pos && inner.end <= outer.end;

  /** Whether a list has functions behind numbers or names: `[123, (context) => { … }, 456, (context) => { … }]`. */
  const isNamed = (list: ts.ArrayLiteralExpression) =>
    list.elements.some((each) => literalOf(typescript, each) !== undefined);
  /** The list that has a function as a module. Wrappers are given objects, too. */
  const listOf = (module: Func): List | undefined => {
    const { parent } = around(module);
    if (typescript.isArrayLiteralExpression(parent)) return isNamed(parent) ? undefined : parent;
    const list = typescript.isMethodDeclaration(module) ? module.parent : parent.parent;
    const isMember = typescript.isMethodDeclaration(module) || typescript.isPropertyAssignment(parent);
    if (!isMember || !typescript.isObjectLiteralExpression(list)) return undefined;
    // __commonJS({ "x.js"(exports, module) { … } })
    const user = around(list).parent;
    const isWrapped = typescript.isCallExpression(user) && !isFunc(typescript, around(user.expression));
    return isWrapped ? undefined : list;
  };
  const isModule = memoize((node: ts.Node): boolean => {
    if (!isFunc(typescript, node) || listOf(node) === undefined) return false;
    return [...values.scriptOf(node).modules.values()].some((modules) => modules.includes(node));
  });
  /** The numbered module that a node is part of. */
  const moduleOf = (node: ts.Node): Numbered | undefined => {
    const module = typescript.findAncestor(node, isModule) as Func | undefined;
    return module && { module, list: listOf(module)! };
  };

  /** The value of a variable that has only one. */
  const onlyValueOf = (script: Script, symbol: ts.Symbol): ts.Expression | undefined => {
    const [declaration, ...others] = script.declarationsOf(symbol);
    if (!declaration || others.length || !typescript.isVariableDeclaration(declaration)) return undefined;
    const { initializer } = declaration;
    const [value, ...more] = [
      ...(initializer ? [initializer] : []),
      ...script.writesTo(symbol).map((each) => each.value),
    ];
    return more.length ? undefined : value;
  };

  /** Whether an expression is the function that loads modules: by a name, as a file exports it, or as modules get it. */
  const isLoader = (expression: ts.Node): boolean => {
    const value = typescript.isIdentifier(expression) ? values.valueOf(expression) : undefined;
    if (value?.kind === "function") return loaders().some(({ node }) => node === value.node);
    if (value?.kind === "exports") return loaders().some(({ script }) => script.file === value.of);
    return value?.kind === "parameter" && value.index === 2 && isModule(value.of);
  };
  const isMemberOfLoader = (node: ts.Node, name: string): boolean => {
    const access = accessOf(typescript, node as ts.Expression);
    return access?.name === name && isLoader(access.object);
  };

  /** `for (id in added) if (n.o(added, id)) n.m[id] = added[id];`, where `added` is given from outside. */
  const isAddition = (script: Script, place: ts.ElementAccessExpression): boolean => {
    const { parent } = place;
    if (!isAssigned(parent) || parent.left !== place || !typescript.isElementAccessExpression(parent.right))
      return false;
    const loop = typescript.findAncestor(parent, typescript.isForInStatement);
    if (!loop) return false;
    const { initializer, expression } = loop;
    const isList = typescript.isVariableDeclarationList(initializer);
    const symbolOf = (node: ts.Node | undefined) =>
      node && typescript.isIdentifier(node) ? script.lookup(node) : undefined;
    const [id, added] = [symbolOf(isList ? initializer.declarations[0]!.name : initializer), symbolOf(expression)];
    const [source] = added ? script.declarationsOf(added) : [];
    const value = source && typescript.isVariableDeclaration(source) ? source.initializer : undefined;
    const isGiven =
      source &&
      (typescript.isParameter(source) || typescript.isBindingElement(source) || (value && accessOf(typescript, value)));
    const isId = (node: ts.Node) => id !== undefined && symbolOf(node) === id;
    return (
      Boolean(isGiven) &&
      symbolOf(parent.right.expression) === added &&
      isId(place.argumentExpression) &&
      isId(parent.right.argumentExpression)
    );
  };

  /** Whether a value is only called, compared or looked for. */
  const isOnlyRead = (node: ts.Node): boolean => {
    const { parent } = around(node);
    if (typescript.isCallExpression(parent)) return parent.expression === around(node);
    if (typescript.isPropertyAccessExpression(parent)) {
      return parent.name.text === "call" && typescript.isCallExpression(parent.parent);
    }
    if (typescript.isPrefixUnaryExpression(parent)) return parent.operator === SyntaxKind.ExclamationToken;
    const { ExclamationEqualsEqualsToken, EqualsEqualsEqualsToken } = SyntaxKind;
    return (
      typescript.isBinaryExpression(parent) &&
      [ExclamationEqualsEqualsToken, EqualsEqualsEqualsToken].includes(parent.operatorToken.kind as never)
    );
  };

  /** Whether a use of the list leaves it as it is, or adds the modules of a chunk. */
  const isFairUse = (script: Script, node: ts.Node): boolean => {
    const { parent } = node;
    if (typescript.isElementAccessExpression(parent) && parent.expression === node) {
      return isAddition(script, parent) || isOnlyRead(parent);
    }
    if (typescript.isBinaryExpression(parent) && parent.right === node) {
      if (parent.operatorToken.kind === SyntaxKind.InKeyword) return true;
      return isAssigned(parent) && isMemberOfLoader(parent.left, "m");
    }
    return typescript.isCallExpression(parent) && isMemberOfLoader(parent.expression, "o");
  };

  /** Whether a function is a module of Turbopack. webpack gives `n.d` such a list of exports. */
  const isOfTurbopack = (node: ts.Node): boolean => {
    const list = isFunc(typescript, node) ? around(node).parent : undefined;
    if (!list || !typescript.isArrayLiteralExpression(list) || !isNamed(list)) return false;
    const user = around(list).parent;
    if (!typescript.isCallExpression(user)) return true;
    const definer = values.valueOf(user.expression);
    const isKnown = definer?.kind === "function" && isDefiner(typescript, definer.node);
    return !isKnown && !isMemberOfLoader(user.expression, "d");
  };

  /** Whether the function itself is only called, asked for its members, handed to a module or exported. */
  const isFairUseOfLoader = (node: ts.Node): boolean => {
    const { parent } = node;
    if (typescript.isPropertyAccessExpression(parent) || typescript.isExportSpecifier(parent)) return true;
    if (typescript.isExportAssignment(parent)) return true;
    // Another name for it is followed.
    if (typescript.isVariableDeclaration(parent)) return typescript.isIdentifier(parent.name) && isLoader(parent.name);
    if (isAssigned(parent)) return parent.right === node && /^(?:module\.)?exports\b/.test(parent.left.getText());
    if (!typescript.isCallExpression(parent)) return false;
    // n(1), n.bind(n, 1), ids.map(n.e, n), runtime(n)
    const callee = parent.expression;
    const isMember = typescript.isPropertyAccessExpression(callee);
    return callee === node || isMember || (typescript.isIdentifier(callee) && !isFunc(typescript, callee));
  };

  /** Whether nobody reads the value of an expression: `n.m = list;`, `n.m = list, n.d = …`. */
  const isUnread = (node: ts.Node): boolean => {
    const { parent } = around(node);
    if (typescript.isExpressionStatement(parent)) return true;
    if (typescript.isForStatement(parent)) return parent.initializer === around(node);
    const isComma = typescript.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.CommaToken;
    return isComma && (parent.left === around(node) || isUnread(parent));
  };

  /** Whether a module of the cache is only asked whether it is there, and for what: `!module || module[done] === false`. */
  const isLookedAt = (script: Script, node: ts.Node): boolean => {
    const outer = around(node);
    const { parent } = outer;
    if (typescript.isPrefixUnaryExpression(parent)) return parent.operator === SyntaxKind.ExclamationToken;
    const isMember = typescript.isElementAccessExpression(parent) || typescript.isPropertyAccessExpression(parent);
    if (isMember) {
      const user = around(parent).parent;
      // An error is noted for all that is loaded together.
      if (isAssigned(user) && user.left === parent) return accessOf(typescript, parent)?.name === "error";
      return parent.expression === outer && isOnlyRead(parent) && !typescript.isCallExpression(user);
    }
    const isCondition =
      typescript.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken;
    if (isCondition) return parent.left === outer;
    const name = typescript.isVariableDeclaration(parent) ? parent.name : isAssigned(parent) ? parent.left : undefined;
    const symbol = name && typescript.isIdentifier(name) ? script.lookup(name) : undefined;
    if (!symbol || onlyValueOf(script, symbol) === undefined) return false;
    let isFair = isAssigned(parent) ? isUnread(parent) || isLookedAt(script, parent) : true;
    walk(typescript, script.file, (each) => {
      const isUse = typescript.isIdentifier(each) && each !== name && script.lookup(each) === symbol;
      if (!isUse || (each.parent as ts.NamedDeclaration).name === each) return;
      isFair &&= !isAssigned(around(each).parent) && isLookedAt(script, each);
    });
    return isFair;
  };

  /** What a loader is used for, other than to load modules. */
  const findUseIn = (script: Script): Doubt | undefined => {
    const own = loaders().filter((each) => each.script === script);
    let found: Doubt | undefined;
    const doubt = (node: ts.Node, text: string) => {
      found ??= { node, text };
    };
    walk(typescript, script.file, (node) => {
      const access = accessOf(typescript, node as ts.Expression);
      if (access && isLoader(access.object)) {
        const isSet = isAssigned(node.parent) && node.parent.left === node && isUnread(node.parent);
        const value = isSet ? (node.parent as ts.BinaryExpression).right : undefined;
        const symbol = value && typescript.isIdentifier(value) ? script.lookup(value) : undefined;
        const exposes = (name: "list" | "cache") => symbol && own.some((each) => each[name] === symbol);
        if (access.name === "m" && !exposes("list") && !isFairUse(script, node)) doubt(node, CHANGED);
        const isAsked = typescript.isElementAccessExpression(node.parent) && isLookedAt(script, node.parent);
        if (access.name === "c" && !exposes("cache") && !isAsked) doubt(node, USED);
      }
      if (!typescript.isIdentifier(node) || own.some((each) => contains(each.node, node))) return;
      const { parent } = node;
      const isName = (parent as ts.NamedDeclaration).name === node || (isAssigned(parent) && parent.left === node);
      if (isName) return;
      const symbol = script.lookup(node);
      if (own.some(({ list }) => list === symbol) && !isFairUse(script, node)) doubt(node, CHANGED);
      const isAsked = typescript.isElementAccessExpression(parent) && isLookedAt(script, parent);
      const isExposed = (isAssigned(parent) && isMemberOfLoader(parent.left, "c")) || isAsked;
      if (own.some(({ cache }) => cache === symbol) && !isExposed) doubt(node, USED);
      if (isLoader(node) && !isFairUseOfLoader(node)) doubt(node, "the function that loads its modules is passed on");
    });
    return found;
  };

  /** Whether a loader begins with a list that is written down, and an empty cache. */
  const findStart = ({ script, list, cache, node }: Loader): Doubt | undefined => {
    const [modules, cached] = [onlyValueOf(script, list), onlyValueOf(script, cache)];
    const isList = modules && isWritten(around(modules));
    if (!isList) return { node, text: UNREAD };
    const isEmpty = cached && typescript.isObjectLiteralExpression(cached) && !cached.properties.length;
    return isEmpty ? undefined : { node, text: "the cache of its modules is not empty at the start" };
  };

  /** Whether every module in a list has a number, and is a function that stands there. */
  const isWritten = (expression: ts.Node): boolean => {
    if (typescript.isParenthesizedExpression(expression)) return isWritten(expression.expression);
    if (typescript.isArrayLiteralExpression(expression)) return !expression.elements.some(typescript.isSpreadElement);
    return (
      typescript.isObjectLiteralExpression(expression) &&
      expression.properties.every((property) => {
        const isMember = typescript.isPropertyAssignment(property) || typescript.isMethodDeclaration(property);
        return isMember && nameOf(typescript, property.name) !== undefined;
      })
    );
  };

  const findInLoaders = once((): Doubt | undefined => {
    for (const loader of loaders()) {
      const found = findStart(loader);
      if (found) return found;
    }
    for (const script of scripts) {
      const found = findUseIn(script);
      if (found) return found;
    }
    return undefined;
  });

  /** `n.C({ __webpack_esm_modules__: list })` */
  const isHandedOver = ({ parent }: ts.Node): boolean => {
    const isMember = typescript.isPropertyAssignment(parent) || typescript.isShorthandPropertyAssignment(parent);
    const call = isMember ? parent.parent.parent : undefined;
    return call !== undefined && typescript.isCallExpression(call) && isMemberOfLoader(call.expression, "C");
  };

  /** The value of a list must be that of a loader, or what a chunk hands over. */
  const findInList = ({ list, module }: Numbered): Doubt | undefined => {
    if (!isWritten(list)) return { node: list, text: UNREAD };
    const { parent } = around(list);
    const script = values.scriptOf(list);
    const name = typescript.isVariableDeclaration(parent) ? parent.name : isAssigned(parent) ? parent.left : undefined;
    const symbol = name && typescript.isIdentifier(name) ? script.lookup(name) : undefined;
    if (!symbol || loaders().some((each) => each.list === symbol)) return undefined;
    const statement = typescript.findAncestor(parent, typescript.isVariableStatement);
    let isExported = statement?.modifiers?.some(({ kind }) => kind === SyntaxKind.ExportKeyword) ?? false;
    let use: ts.Node | undefined;
    walk(typescript, script.file, (node) => {
      if (!typescript.isIdentifier(node) || node === name || script.lookup(node) !== symbol) return;
      if (typescript.isExportSpecifier(node.parent) || isHandedOver(node)) isExported = true;
      else if ((node.parent as ts.NamedDeclaration).name !== node) use ??= node;
    });
    if (!isExported) return { node: module, text: UNKNOWN };
    return use && { node: use, text: CHANGED };
  };

  /** Everything that has a number in a script, other than literals and what only loads a chunk. */
  const entriesOf = (script: Script, id: string): readonly ts.Node[] => {
    const isListed = (each: Func) => {
      const list = listOf(each);
      return list !== undefined && (!typescript.isArrayLiteralExpression(list) || isInUse(each));
    };
    const found = new Set<ts.Node>(script.modules.get(id)?.filter(isListed));
    for (const element of elementsOf(script).get(id) ?? []) {
      const value = typescript.isPropertyAssignment(element) ? plain(typescript, element.initializer) : element;
      const isHarmless =
        literalOf(typescript, value) !== undefined ||
        typescript.isArrayLiteralExpression(value) ||
        typescript.isObjectLiteralExpression(value) ||
        (value as ts.Node).kind === SyntaxKind.TrueKeyword;
      if (!isHarmless) found.add(value);
    }
    return [...found].filter((each) => !isChunkLoad(each));
  };
  /** What all object literals of a script have, by name. */
  const elementsOf = memoize((script: Script) => {
    const found = new Map<string, ts.ObjectLiteralElement[]>();
    walk(typescript, script.file, (node) => {
      const name = typescript.isObjectLiteralElement(node) ? nameOf(typescript, node.name) : undefined;
      if (name === undefined) return;
      const list = found.get(name);
      if (list) list.push(node as ts.ObjectLiteralElement);
      else found.set(name, [node as ts.ObjectLiteralElement]);
    });
    return found;
  });
  /** `() => import("./1.js")` */
  const isChunkLoad = (node: ts.Node) =>
    isFunc(typescript, node) && !node.parameters.length && /^\(?import\(/.test(node.body!.getText());

  /** The text of a module, whatever a minifier called its variables. */
  const textOf = memoize((node: ts.Node): string => {
    const script = values.scriptOf(node);
    const names = new Map<ts.Symbol, number>();
    const words: string[] = [];
    walk(typescript, node, (each) => {
      if (each !== node && each.kind === SyntaxKind.ParenthesizedExpression) return;
      const symbol = typescript.isIdentifier(each) ? script.lookup(each) : undefined;
      const isVariable = symbol?.declarations?.some((declaration) => contains(node, declaration));
      if (symbol && isVariable) {
        if (!names.has(symbol)) names.set(symbol, names.size);
        words.push(`$${names.get(symbol)}`);
      } else {
        const isWord = typescript.isIdentifier(each) || typescript.isLiteralExpression(each);
        words.push(isWord ? each.getText() : String(each.kind));
      }
    });
    return words.join(" ");
  });

  /** The loader whose list a module is in from the start. */
  const ownerOf = (module: ts.Node) =>
    loaders().find(({ script, list }) => {
      const value = script === values.scriptOf(module) ? onlyValueOf(script, list) : undefined;
      return value && contains(value, module);
    });

  const findSameNumber = ({ module }: Numbered, { isGood }: Part): Doubt | undefined => {
    const owner = ownerOf(module);
    for (const [id, [...all]] of values.scriptOf(module).modules) {
      if (!all.includes(module)) continue;
      const other = scripts
        .flatMap((script) => entriesOf(script, id))
        .find((each) => {
          if (each === module || (isFunc(typescript, each) && isGood(each))) return false;
          // Entries that share nothing have lists of their own.
          const another = owner && ownerOf(each);
          return !(another && another !== owner) && textOf(each) !== textOf(module);
        });

      if (other) return { node: other, text: `another module has its number, ${id}` };
    }
    return undefined;
  };

  /** The calls that ask for a module by its number. */
  const calls = once(() => {
    const found = new Map<ts.Node, ts.CallExpression[]>();
    for (const script of scripts) {
      for (const call of script.calls) {
        const id = call.arguments.length === 1 ? literalOf(typescript, call.arguments[0]) : undefined;
        if (id === undefined) continue;
        for (const each of values.loadedBy(call)) found.set(each, [...(found.get(each) ?? []), call]);
      }
    }
    return found;
  });
  const findCall = ({ module }: Numbered): Doubt | undefined => {
    const unknown = calls()
      .get(module)
      ?.find((call) => !isLoader(plain(typescript, call.expression)));
    return unknown && { node: unknown, text: UNKNOWN };
  };

  /** `n.d = (exports, definition) => { … }`: the function that gives a module its exports. */
  const findInDefiner = once((): Doubt | undefined => {
    for (const script of scripts) {
      const assigned: ts.BinaryExpression[] = [];
      walk(typescript, script.file, (node) => {
        if (isAssigned(node) && isMemberOfLoader(node.left, "d")) assigned.push(node);
      });
      const wrong = assigned.find(({ right }, index) => index || !isDefiner(typescript, right));
      if (wrong) return { node: wrong, text: "the exports of its modules are defined by a function that is not known" };
    }
    return undefined;
  });

  /** An object or a list has modules where somebody asks for one of them by its number. */
  const asked = once(
    () => new Set([...calls().keys()].flatMap((each) => (isFunc(typescript, each) && listOf(each)) || [])),
  );
  /** Functions of other objects and lists have no numbers. */
  const isInUse = (module: Func): boolean => {
    const list = listOf(module);
    return list !== undefined && (asked().has(list) || ownerOf(module) !== undefined);
  };

  return (parts) => {
    const turbopack = parts.find(({ node }) => typescript.findAncestor(node, isOfTurbopack));
    if (turbopack) return { node: turbopack.node, text: TURBOPACK };
    const numbered = parts.flatMap((part) => {
      const found = moduleOf(part.node);
      return found && isInUse(found.module) ? [{ ...found, part }] : [];
    });
    const [first] = numbered;
    if (!first) return undefined;
    if (!loaders().length) return { node: first.module, text: UNKNOWN };
    for (const each of numbered) {
      const found = findInList(each) ?? findSameNumber(each, each.part) ?? findCall(each);
      if (found) return found;
    }
    return findInLoaders() ?? findInDefiner();
  };
}
