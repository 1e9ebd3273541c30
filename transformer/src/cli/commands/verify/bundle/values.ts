import path from "node:path";
import type ts from "typescript";
import { memoize } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, walk } from "../syntax.js";
import { accessOf, type Definition, definitionsIn, nameOf } from "./definitions.js";
import { createLoads, isRequire, memoizeAcyclic } from "./modules.js";
import { createNamers } from "./namers.js";
import { type Func, isFunc, plain, type Script } from "./script.js";
import type { Value, Values } from "./value.js";

const IMPORTSPY = /^importspy\/dist\/(?:guard|values|importers|load|inlined|formats|packages)\.[cm]js$/;

/**
 * Makes what tells for the scripts of a bundle which name stands for what.
 *
 * @param typescript - Their parser.
 * @param scripts - The scripts; chunks that they import are among them.
 * @param resolve - Finds the script that a relative specifier leads to.
 */
export function createValues(
  typescript: TypeScript,
  scripts: readonly Script[],
  resolve: (specifier: string, from: Script) => Script | undefined,
): Values {
  const byFile = new Map(scripts.map((script) => [script.file, script]));
  const scriptOf = (node: ts.Node) => byFile.get(node.getSourceFile())!;

  const definitionsOf = memoize((region: ts.Node): ReadonlyMap<string, readonly Definition[]> => {
    const all = new Map<string, Definition[]>();
    walk(typescript, region, (node) => {
      for (const each of definitionsIn(typescript, node)) all.set(each.name, [...(all.get(each.name) ?? []), each]);
    });
    return all;
  });

  /** The value that all have. */
  const common = (values: readonly (Value | undefined)[]): Value | undefined => {
    const [first, ...others] = values;
    const isSame = (each: Value | undefined) => each !== undefined && identityOf(each) === identityOf(first!);
    return first && others.every(isSame) ? first : undefined;
  };

  const identityOf = (value: Value): unknown => {
    if (value.kind === "external") return value.name;
    if (value.kind === "importspy") return value.kind;
    if (value.kind === "any") return value;
    return value.kind === "exports" || value.kind === "parameter" ? value.of : value.node;
  };

  const oneOf = (values: readonly (Value | undefined)[]): Value | undefined => {
    const same = common(values);
    if (same || !values.length || values.includes(undefined)) return same;
    return { kind: "any", values: values.filter((each) => each !== undefined) };
  };

  const valueOfSymbol = memoize((symbol: ts.Symbol): Value | undefined => {
    const node = symbol.declarations?.[0];
    if (!node) return undefined;
    const script = scriptOf(node);
    const [declaration, ...others] = script.declarationsOf(symbol);
    if (!declaration || others.length) return undefined;
    const writes = script.writesTo(symbol);
    if (typescript.isVariableDeclaration(declaration) && typescript.isIdentifier(declaration.name)) {
      const { initializer } = declaration;
      const isNothing = !initializer || typescript.isVoidExpression(initializer);
      const sources = [...(isNothing ? [] : [initializer]), ...writes.map(({ value }) => value)];
      const value = sources.length === 1 && sources[0] ? valueIn(sources[0]) : undefined;
      return value?.kind === "object" ? { ...value, name: value.name ?? symbol } : value;
    }
    if (isFunc(typescript, declaration)) {
      const [write, ...more] = writes;
      if (write) return more.length ? undefined : replacedBy(declaration, write.value);
      return { kind: "function", node: declaration };
    }
    if (writes.length) return undefined;
    if (typescript.isClassDeclaration(declaration)) return { kind: "class", node: declaration };
    if (typescript.isParameter(declaration)) return valueOfParameter(declaration);
    if (typescript.isBindingElement(declaration)) return valueOfElement(declaration);
    return valueOfImport(declaration, script);
  });

  /** What takes the place of a function at its first call: `function init() { return (init = __esm(() => { … }))(); }` */
  function replacedBy(node: Func, value: ts.Expression | undefined): Value | undefined {
    const { body, asteriskToken, modifiers } = node;
    if (asteriskToken || modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.AsyncKeyword)) return undefined;
    const [statement, ...others] = body && typescript.isBlock(body) ? body.statements : [];
    if (!value || !statement || others.length || !typescript.isReturnStatement(statement)) return undefined;
    const call = statement.expression && plain(typescript, statement.expression);
    if (!call || !typescript.isCallExpression(call) || call.arguments.length) return undefined;
    const callee = plain(typescript, call.expression);
    const isReplaced = typescript.isBinaryExpression(callee) && callee.right === value;
    const replacement = isReplaced ? valueIn(value) : undefined;
    return replacement?.kind === "call" ? replacement : undefined;
  }

  function valueOfParameter(declaration: ts.ParameterDeclaration): Value | undefined {
    const owner = declaration.parent;
    if (!isFunc(typescript, owner) || !typescript.isIdentifier(declaration.name) || declaration.dotDotDotToken) {
      return undefined;
    }
    const index = owner.parameters.indexOf(declaration);
    let callee: ts.Node = owner;
    while (typescript.isParenthesizedExpression(callee.parent)) callee = callee.parent;
    const { parent } = callee;
    // (function (a) { … })(b)
    if (typescript.isCallExpression(parent) && parent.expression === callee) {
      const argument = parent.arguments[index];
      return argument && !parent.arguments.some(typescript.isSpreadElement) ? valueIn(argument) : undefined;
    }
    return { kind: "parameter", of: owner, index };
  }

  /** `const { a, b: c } = d` */
  function valueOfElement(element: ts.BindingElement): Value | undefined {
    const pattern = element.parent;
    const declaration = pattern.parent;
    const isPlain = typescript.isObjectBindingPattern(pattern) && typescript.isVariableDeclaration(declaration);
    const name = nameOf(typescript, element.propertyName ?? element.name);
    if (!isPlain || !declaration.initializer || element.initializer || element.dotDotDotToken) return undefined;
    return name === undefined ? undefined : member(valueIn(declaration.initializer), name);
  }

  function valueOfImport(declaration: ts.Declaration, script: Script): Value | undefined {
    const statement = typescript.findAncestor(declaration, typescript.isImportDeclaration);
    const specifier = literalOf(typescript, statement?.moduleSpecifier);
    if (specifier === undefined) return undefined;
    const module = valueOfModule(specifier, script);
    if (typescript.isNamespaceImport(declaration)) return module;
    if (typescript.isImportClause(declaration)) return member(module, "default");
    if (!typescript.isImportSpecifier(declaration)) return undefined;
    return member(module, (declaration.propertyName ?? declaration.name).text);
  }

  function valueOfModule(specifier: string, from: Script): Value | undefined {
    if (IMPORTSPY.test(specifier)) return { kind: "importspy" };
    const script = resolve(specifier, from);
    return script && { kind: "exports", of: script.file };
  }

  /** What a file exports by a name, with `export` or as CommonJS. */
  function exported(script: Script, name: string): Value | undefined {
    for (const statement of script.file.statements) {
      if (typescript.isExportDeclaration(statement)) {
        const found = exportedBy(statement, script, name);
        if (found) return found;
      }
      if (typescript.isExportAssignment(statement) && name === "default") return valueIn(statement.expression);
    }
    const local = (script.file as { readonly locals?: ts.SymbolTable }).locals?.get(
      typescript.escapeLeadingUnderscores(name),
    );
    const isExported = local && (local as { readonly exportSymbol?: ts.Symbol }).exportSymbol;
    return isExported ? valueOfSymbol(local) : undefined;
  }

  function exportedBy(statement: ts.ExportDeclaration, script: Script, name: string): Value | undefined {
    const specifier = literalOf(typescript, statement.moduleSpecifier);
    const module = specifier === undefined ? undefined : () => valueOfModule(specifier, script);
    const { exportClause } = statement;
    if (!exportClause) return module && name !== "default" ? member(module(), name) : undefined;
    if (typescript.isNamespaceExport(exportClause)) return exportClause.name.text === name ? module?.() : undefined;
    const found = exportClause.elements.find((element) => element.name.text === name);
    if (!found) return undefined;
    const own = found.propertyName ?? found.name;
    if (module) return member(module(), own.text);
    return typescript.isIdentifier(own) ? valueOfName(own) : undefined;
  }

  function member(object: Value | undefined, name: string): Value | undefined {
    switch (object?.kind) {
      case "importspy":
        return name === "default" ? object : { kind: "external", name };
      case "object":
        return memberOfObject(object.node, object.name, name);
      case "exports":
        return memberOfExports(object.of, name);
      case "any":
        return oneOf(object.values.map((each) => member(each, name)));
      default:
        return undefined;
    }
  }

  function memberOfObject(node: ts.ObjectLiteralExpression, symbol: ts.Symbol | undefined, name: string) {
    const values = node.properties.flatMap((property): (Value | undefined)[] => {
      if (typescript.isSpreadAssignment(property) || typescript.isComputedPropertyName(property.name!))
        return [undefined];
      if (nameOf(typescript, property.name) !== name) return [];
      if (typescript.isShorthandPropertyAssignment(property)) return [valueOfName(property.name)];
      return [typescript.isPropertyAssignment(property) ? valueIn(property.initializer) : undefined];
    });
    const isOfObject = ({ target }: Definition) =>
      target && typescript.isIdentifier(target) && scriptOf(target).lookup(target) === symbol;
    const added = symbol ? (definitionsOf(node.getSourceFile()).get(name) ?? []).filter(isOfObject) : [];
    return common([...values, ...added.map(({ value }) => valueIn(value))]);
  }

  function memberOfExports(region: ts.Node, name: string): Value | undefined {
    if (typescript.isSourceFile(region)) {
      const found = exported(scriptOf(region), name);
      if (found) return found;
    }
    const definitions = definitionsOf(region).get(name) ?? [];
    if (definitions.length) return common(definitions.map(({ value }) => valueIn(value)));
    const whole = (definitionsOf(region).get("exports") ?? []).map(({ value }) => valueIn(value));
    if (whole.length) return member(common(whole), name);
    return name === "default" ? { kind: "exports", of: region } : undefined;
  }

  const valueOfName = (name: ts.Identifier): Value | undefined => {
    const symbol = scriptOf(name).lookup(name);
    return symbol && valueOfSymbol(symbol);
  };

  const valueIn = memoizeAcyclic((expression: ts.Expression): Value | undefined => {
    const node = plain(typescript, expression);
    if (typescript.isIdentifier(node)) return valueOfName(node);
    if (isFunc(typescript, node)) return { kind: "function", node };
    if (typescript.isClassExpression(node)) return { kind: "class", node };
    if (typescript.isObjectLiteralExpression(node)) return { kind: "object", node, name: undefined };
    if (typescript.isCallExpression(node)) return valueOfCall(node);
    if (typescript.isBinaryExpression(node) && node.operatorToken.kind === typescript.SyntaxKind.EqualsToken) {
      return valueIn(node.right);
    }
    const access = accessOf(typescript, node);
    return access ? member(valueIn(access.object), access.name) : { kind: "other", node };
  });

  function valueOfCall(node: ts.CallExpression): Value | undefined {
    const named = namedBy(node);
    if (named) return valueIn(named);
    const [argument] = node.arguments;
    const specifier = literalOf(typescript, argument);
    if (specifier !== undefined && isRequire(typescript, node.expression)) {
      const module = valueOfModule(specifier, scriptOf(node));
      if (module) return module;
    }
    const callee = valueIn(node.expression);
    if (callee?.kind === "function") {
      const returned = returnedObject(callee.node);
      if (returned) return returned;
    }
    const loaded = loadedBy(node);
    const isModule = loaded.length && (callee?.kind !== "function" || callee.node !== loaded[0]);
    if (isModule) return oneOf(loaded.map((of) => ({ kind: "exports", of })));
    // __toESM(require_x()), n.n(x): what they make of a module has its exports.
    const first = argument && isConversion(node, callee) ? valueIn(argument) : undefined;
    const isExports =
      first?.kind === "exports" ||
      first?.kind === "any" ||
      first?.kind === "importspy" ||
      (first?.kind === "object" && first.name);
    return isExports ? first : { kind: "call", node };
  }

  /** Whether a call makes a module of one format of a module of another: such functions ask for its format. */
  function isConversion({ expression }: ts.CallExpression, callee: Value | undefined): boolean {
    const all = callee?.kind === "any" ? callee.values : [callee];
    const isKnown = (each: Value | undefined) =>
      each?.kind === "function" && /\b(?:__esModule|default)\b/.test(each.node.getText());
    return callee ? all.every(isKnown) : accessOf(typescript, plain(typescript, expression)) !== undefined;
  }

  /** rollup's `function requireX() { …; return x; }` */
  function returnedObject(node: Func): Value | undefined {
    if (!node.body || !typescript.isBlock(node.body)) return undefined;
    const returned: (Value | undefined)[] = [];
    walk(typescript, node.body, (each) => {
      if (typescript.isFunctionLike(each)) return false;
      if (typescript.isReturnStatement(each)) returned.push(each.expression && valueIn(each.expression));
      return true;
    });
    const value = common(returned);
    return value?.kind === "object" && value.name ? value : undefined;
  }

  const namedBy = createNamers(typescript, { scriptOf, valueOf: valueIn });
  const loadedBy = createLoads(typescript, scripts, { scriptOf, valueOf: valueIn, scriptAt: resolve });

  return { scriptOf, valueOf: valueIn, exportOf: memberOfExports, loadedBy, namedBy, scriptAt: resolve };
}

/** The file that a relative specifier names. */
export const targetOf = (specifier: string, from: string): string | undefined =>
  /^\.{0,2}\//.test(specifier) ? path.resolve(path.dirname(from), specifier.replace(/[?#].*$/, "")) : undefined;
