import { isBuiltin } from "node:module";
import type ts from "typescript";
import { isDynamicImport, type TypeScript } from "../compiler/compiler.js";
import type { Names } from "./assigned.js";
import { createConstantReader, type TextReader } from "./constants.js";
import type { Flow, Source } from "./flow.js";
import type { Thing } from "./thing.js";

/** Resolves the values of a file to functions and objects of Node.js, and to texts. */
export interface Things {
  /** The functions and objects that an expression may be. */
  thingsOf(expression: ts.Expression): readonly Thing[];
  /** The texts that an expression may have. */
  readonly textsOf: TextReader;
}

/** One pass over the nodes that a question depends on. */
interface Round {
  /** What they are, as far as it was found out. */
  readonly found: Map<ts.Node, Thing | undefined>;
  /** The same of the pass before. */
  readonly earlier: ReadonlyMap<ts.Node, Thing | undefined> | undefined;
  /** The nodes that are being read. */
  readonly pending: Set<ts.Node>;
  /** A node depends on itself. */
  isCircular: boolean;
}

/** Other names of the same function or object. */
const SYNONYMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:globalThis|global|self|window)\.(?=.)/, ""],
  [/^(node:[\w/]+)\.default(?=\.|$)/, "$1"],
  [/^node:process(?=\.|$)/, "process"],
  [/^node:module\.Module(?=\.|$)/, "node:module"],
  [/^node:path\/(posix|win32)(?=\.|$)/, "node:path.$1"],
  [/^node:url\.URL(?=\.|$)/, "URL"],
  // Each of these is a `module` object.
  [/^(?:require\.main|process\.mainModule|module\.parent)(?=\.|$)/, "module"],
  [/^module\.constructor(?=\.|$)/, "node:module"],
  [/^(?:module|import\.meta)\.require(?=\.|$)/, "require"],
];

function normalize(name: string): string {
  const known = SYNONYMS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), name);
  return known === name ? name : normalize(known);
}

/** The name of a built-in module of Node.js, with its scheme. */
function builtin(specifier: string): string | undefined {
  if (!isBuiltin(specifier)) return undefined;
  return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
}

/** The full name of an import from a built-in module: `node:module.createRequire`. */
function importedName(typescript: TypeScript, node: ts.Node): string | undefined {
  const isEquals = typescript.isImportEqualsDeclaration(node);
  const external = isEquals && typescript.isExternalModuleReference(node.moduleReference) && node.moduleReference;
  const declaration = external ? undefined : typescript.findAncestor(node, typescript.isImportDeclaration);
  const specifier = external ? external.expression : declaration?.moduleSpecifier;
  const name = specifier && typescript.isStringLiteralLike(specifier) && builtin(specifier.text);
  if (!name) return undefined;
  return typescript.isImportSpecifier(node) ? `${name}.${(node.propertyName ?? node.name).text}` : name;
}

/**
 * Makes the resolver of the functions and objects of Node.js in a file.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param names - Resolves the file's names.
 * @param flow - Follows its values.
 */
export function createThings(typescript: TypeScript, file: ts.SourceFile, names: Names, flow: Flow): Things {
  let round: Round | undefined;

  /** The result of a call: `createRequire(…)`, `require("node:module")`, `require.bind(…)`, `pathToFileURL(…)`. */
  const made = (call: ts.CallExpression): Thing | undefined => {
    const [first] = call.arguments;
    const moduleNamed = () => {
      const text = first && textsOf(first).texts[0]?.text;
      const name = text === undefined ? undefined : builtin(text);
      return name === undefined ? undefined : { name };
    };
    if (isDynamicImport(typescript, call)) return moduleNamed();
    for (const { name, from } of thingsOf(call.expression)) {
      if (name === "node:module.createRequire") {
        const place = first && textsOf(first).texts.find(({ isPlace }) => isPlace)?.text;
        return { name: "require", from: place?.endsWith("/") ? `${place}module.js` : place };
      }
      if (name === "node:url.pathToFileURL") return { name: "URL", of: call };
      if (name === "require.bind") return { name: "require", from, bound: call.arguments.slice(1) };
      if (name === "require" || name === "process.getBuiltinModule") return moduleNamed();
    }
    return undefined;
  };

  const baseOf = (node: ts.Node): Thing | undefined => {
    if (typescript.isIdentifier(node)) return { name: node.text, from: file.fileName, isOwn: true };
    if (typescript.isMetaProperty(node)) {
      return node.keywordToken === typescript.SyntaxKind.ImportKeyword ? { name: "import.meta" } : undefined;
    }
    if (typescript.isNewExpression(node)) {
      const [thing] = thingsOf(node.expression);
      return thing?.name === "URL" ? { name: "URL", of: node } : undefined;
    }
    if (typescript.isCallExpression(node)) return made(node);
    const name = importedName(typescript, node);
    return name === undefined ? undefined : { name };
  };

  /**
   * What a node is by itself. Results of calls may depend on each other in more ways than can be followed one by one.
   * So a question reads each node once, and is repeated with what it found out until that is no more than before.
   */
  const readBase = (node: ts.Node): Thing | undefined => {
    if (!round) return readInRounds(node);
    const { found, earlier, pending } = round;
    if (pending.has(node)) round.isCircular = true;
    if (found.has(node)) return found.get(node);
    const known = earlier?.get(node);
    found.set(node, known);
    pending.add(node);
    const base = baseOf(node) ?? known;
    pending.delete(node);
    found.set(node, base);
    return base;
  };

  const readInRounds = (node: ts.Node): Thing | undefined => {
    for (let earlier: Round["earlier"]; ; earlier = round.found) {
      const found: Round["found"] = new Map();
      round = { found, earlier, pending: new Set(), isCircular: false };
      const base = readBase(node);
      const isNew = [...found].some(([each, thing]) => thing && !earlier?.get(each));
      if (round.isCircular && isNew) continue;
      round = undefined;
      return base;
    }
  };

  const thingOf = ({ node, members }: Source): Thing | undefined => {
    const base = readBase(node);
    return base && { ...base, name: normalize([base.name, ...members].join(".")) };
  };

  /** Collects each member once: the values of properties may lead to each other in more ways than can be counted. */
  const collect = (expression: ts.Expression, collected: Set<string>): readonly Thing[] =>
    flow.sourcesOf(expression).flatMap((source) => {
      const thing = thingOf(source);
      if (thing) return thing;
      // The object of `this.load` is not known. So all values count that the file gives to a property of this name.
      const member = source.members.length === 1 ? source.members[0] : undefined;
      if (member === undefined || collected.has(member)) return [];
      collected.add(member);
      return names.givenTo(member).flatMap((given) => collect(given, collected));
    });

  const thingsOf = (expression: ts.Expression) => collect(expression, new Set());

  const textsOf = createConstantReader(typescript, file, flow, thingsOf, thingOf);
  return { thingsOf, textsOf };
}
