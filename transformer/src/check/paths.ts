import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { TextPattern } from "./patterns.js";
import { constituentsOf, has } from "./types.js";

/** A type that no path or name has. */
export interface ImpossiblePath {
  /** The type as its author may have written it. */
  readonly written: string;
  readonly reason: string;
}

/** The texts of a literal or template. A hole follows each text except the last. */
interface PathPattern {
  readonly texts: readonly string[];
  readonly holes: readonly string[];
}

function readPath({ ts, checker }: Context, type: ts.Type): PathPattern | undefined {
  if (has(type, ts.TypeFlags.StringLiteral)) return { texts: [(type as ts.StringLiteralType).value], holes: [] };
  if (!has(type, ts.TypeFlags.TemplateLiteral)) return undefined;
  const { texts, types } = type as ts.TemplateLiteralType;
  return { texts, holes: types.map((hole) => `\${${checker.typeToString(hole)}}`) };
}

const join = ({ texts, holes }: PathPattern) => texts.map((text, index) => text + (holes[index] ?? "")).join("");

/** A pattern as a TypeScript type. */
function print(text: string): string {
  return text.includes("${") ? `\`${text}\`` : JSON.stringify(text);
}

const GLOB = /(?:\*\*\/)?\*+/g;

/** A mistake, with the reason and the correction. */
interface Mistake {
  readonly is: (path: PathPattern) => boolean;
  readonly reason: string;
  readonly instead: (text: string) => string;
}

const hasStar = ({ texts }: PathPattern) => texts.some((text) => text.includes("*"));

const IN_NAMES: readonly Mistake[] = [
  {
    is: hasStar,
    reason: "'*' is a character like any other in a type; the pattern for any text is ${string}",
    instead: (text) => text.replace(/\*+/g, `\${string}`),
  },
];

const IN_PATHS: readonly Mistake[] = [
  {
    is: ({ texts }) => texts.some((text) => text.includes("\\")),
    reason: "paths have '/' on every system",
    instead: (text) => text.replaceAll("\\", "/"),
  },
  {
    is: ({ texts }) => /^\.?\//.test(texts[0]!) || /^[a-z]:\//i.test(texts[0]!),
    reason: "paths start at the folder of package.json, without './' or '/'",
    instead: (text) => text.replace(/^(?:\.?\/)+/, ""),
  },
  {
    is: hasStar,
    reason: "'*' is a character like any other in a type; the pattern for any text, also across folders, is ${string}",
    instead: (text) => text.replace(GLOB, `\${string}`),
  },
  {
    is: ({ texts }) => texts.at(-1)!.endsWith("/"),
    reason: "this is the path of a folder, and paths are those of files",
    instead: (text) => `${text}\${string}`,
  },
  {
    is: ({ texts, holes }) => !holes.length && !/\.[^/]+$|[*/]$/.test(texts[0]!),
    reason: "paths have the extension of the source",
    instead: (text) => `${text}.ts`,
  },
];

function findMistake(context: Context, type: ts.Type, mistakes: readonly Mistake[]): ImpossiblePath | undefined {
  const path = readPath(context, type);
  if (!path) return undefined;
  const written = join(path);
  const found = mistakes.filter(({ is }) => is(path));
  const [first] = found;
  if (!first) return undefined;
  // All corrections are applied, so that the suggestion has none of the mistakes.
  const better = found.reduce((text, { instead }) => instead(text), written);
  return { written: print(written), reason: `${first.reason}; write ${print(better)}` };
}

function findIn(context: Context, patterns: readonly TextPattern[], mistakes: readonly Mistake[]) {
  for (const type of patterns.flatMap(({ is, not }) => [is, ...not.flatMap(constituentsOf)])) {
    const found = findMistake(context, type, mistakes);
    if (found) return found;
  }
  return undefined;
}

/**
 * Finds a pattern of `importer.module` that matches no file. It also looks into `Not<…>`, which would exclude nothing.
 *
 * @param context - The program.
 * @param patterns - The patterns.
 */
export const findImpossiblePath = (context: Context, patterns: readonly TextPattern[]): ImpossiblePath | undefined =>
  findIn(context, patterns, IN_PATHS);

/** The same for `importer.package` and names of packages. */
export const findImpossibleName = (context: Context, patterns: readonly TextPattern[]): ImpossiblePath | undefined =>
  findIn(context, patterns, IN_NAMES);
