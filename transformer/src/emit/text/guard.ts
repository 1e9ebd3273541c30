/**
 * Guards a file as text, for hosts without a TypeScript program: bundlers, dev servers, test runners. It does by text
 * edits what the transformers of inject.ts do with nodes. The rest of the text stays byte for byte the same.
 *
 * @module
 */
import path from "node:path";
import MagicString, { type SourceMap } from "magic-string";
import type ts from "typescript";
import type { ModuleFormat } from "../../artifacts/sidecarNames.js";
import type { TypeScript } from "../../compiler/compiler.js";
import { headOf } from "../../compiler/specifiers.js";
import type { GuardedImport } from "../../link/imports.js";
import { findLoads, readValues } from "../../link/loads.js";
import type { NumberedCall } from "../calls.js";
import { type FilePlan, needsSidecar } from "../inject.js";
import { firstOfEach, type KeptImports, type Moment, placeMoments } from "../moments.js";
import { createTextGuard, innerFirst, type PairedCall, pairCalls } from "./calls.js";
import { type LoadingText, type TextInput, UnguardableError } from "./input.js";
import { createKeeper, type Keeper } from "./kept.js";
import { pairRequires, pairStatics } from "./statics.js";
import { askedBy, hasEsmSyntax, type StaticImport, specifierIn, staticsOf } from "./syntax.js";
import { editValues, pairValues } from "./values.js";

/** A guarded text. */
export interface GuardedCode {
  readonly code: string;
  /** The source map from `code` to the host's text. */
  readonly map: SourceMap;
  /** The module format of the text and of its sidecars. */
  readonly format: ModuleFormat;
  /** The same map, decoded, with a mapping for each character. */
  movedColumns(): readonly (readonly (readonly number[])[])[];
  /** The planned imports that the text still has, for its sidecars. */
  readonly kept: KeptImports;
}

function parse({ typescript, plan, loads, code: whole, isCompiled }: TextInput): ts.SourceFile {
  // The program's own file is already bound, so its nodes have parents.
  if (!isCompiled && whole === plan.file.text) return plan.file;
  // Without calls, only imports are edited, so only the part of the file with imports is parsed.
  const code =
    isCompiled && !loads.length && !plan.values.length && !plan.imports.some(({ call }) => call)
      ? headOf(whole)
      : whole;
  const name = isCompiled ? plan.file.fileName.replace(/\.([cm]?)tsx?$/, ".$1js") : plan.file.fileName;
  const kind = isCompiled ? typescript.ScriptKind.JSX : undefined;
  return typescript.createSourceFile(name, code, typescript.ScriptTarget.Latest, true, kind);
}

/** The position of the guard: after directives, before all code, on an existing line. */
function placeOf(typescript: TypeScript, file: ts.SourceFile): number {
  const isDirective = (statement: ts.Statement) =>
    typescript.isExpressionStatement(statement) && typescript.isStringLiteral(statement.expression);
  const first = file.statements.find((statement) => !isDirective(statement));
  // Comments stay at the start of the file, because compilers read `@jsxImportSource` and others there.
  return first ? first.getStart(file) : file.endOfFileToken.getStart(file);
}

/** Makes names that do not occur in a text: `importspy_1`, … */
function namesFor(code: string): () => string {
  let index = 0;
  return () => {
    do index++;
    while (code.includes(`importspy_${index}`));
    return `importspy_${index}`;
  };
}

/** The error for a planned import that is not in the text. */
function lost({ plan, code }: TextInput, { specifier, line, call }: GuardedImport): UnguardableError {
  const what = call ? `the call of line ${line} that loads` : `the import of line ${line} of`;
  const isStale = code === "" ? " (it is empty)" : "";
  return new UnguardableError(
    `importspy cannot guard ${what} ${JSON.stringify(specifier.text)} in ${path.posix.basename(plan.file.fileName)}: ` +
      `the text that importspy was given does not have it${isStale}. Another tool has changed the file before.`,
  );
}

const lostValues = ({ file }: FilePlan) =>
  `importspy cannot find the calls of env<C>() or load<T>() of ${path.posix.basename(file.fileName)} in the text that it was given: ` +
  "another tool has changed the file before.";

/**
 * The module format of a text. That of TypeScript's compiler need not be the project's: asked for one file alone, as by
 * ts-loader with `transpileOnly`, it knows no package.json, and makes CommonJS for `"module": "nodenext"`.
 */
function formatOf({ typescript, code, format, isCompiled }: TextInput, file: ts.SourceFile): ModuleFormat {
  if (hasEsmSyntax(typescript, file)) return "esm";
  return isCompiled && /\bexports\b/.test(code) && code.includes("__esModule") ? "cjs" : format;
}

/** The planned imports that a declaration of the text still loads. */
function keptOf(typescript: TypeScript, keeper: Keeper, node: StaticImport, planned: readonly GuardedImport[]): Moment {
  if (!keeper.isKept(node)) return [];
  return planned.filter(
    ({ names }) =>
      !names ||
      keeper.keepsAny(
        node,
        names.map((name) => askedBy(typescript, name)),
      ),
  );
}

/** The static imports of the text that the host's compiler keeps. */
function findStatics(
  input: TextInput,
  planned: readonly GuardedImport[],
  file: ts.SourceFile,
  keeper: Keeper,
): LoadingText[] {
  const { typescript, plan, code } = input;
  const { pairs, unpaired } = pairStatics(typescript, plan.file, file, planned, code === plan.file.text);
  const missing = unpaired.find((each) => input.isKeptByTypes(each));
  if (missing) throw lost(input, missing);
  return staticsOf(typescript, file)
    .filter((node) => keeper.isKept(node))
    .map((node) => ({
      specifier: specifierIn(typescript, node)!,
      statement: node,
      call: typescript.isImportEqualsDeclaration(node) ? node.moduleReference : undefined,
      moment: keptOf(typescript, keeper, node, pairs.get(node) ?? []),
    }));
}

/** Whether a planned import is `export * from`. It stays unchanged after a call of the guard. */
const isStar = (typescript: TypeScript, { node }: GuardedImport) =>
  typescript.isExportDeclaration(node) && !node.exportClause;

/**
 * Guards a file's text.
 *
 * `` → `import * as importspy_1 from "./x.importspy.js"; importspy_1.$importspy(); import …`
 *
 * @param input - The text, and the plan of the file.
 * @returns `undefined` when there is nothing to guard.
 * @throws {@link UnguardableError} when a planned import or call is not in the text.
 */
export function guardText(input: TextInput): GuardedCode | undefined {
  const { typescript, options, plan, code } = input;
  const file = parse(input);
  const format = formatOf(input, file);
  const keeper = createKeeper(typescript, options, file, input.keeping);

  const calls = plan.imports.filter(({ call }) => call);
  const numbered = calls.map((planned, number): NumberedCall => ({ planned, number }));
  const isCommonJs = format === "cjs" && input.isCompiled;
  const declared = plan.imports.filter(({ call }) => !call);
  const isRequire = ({ node }: GuardedImport) =>
    isCommonJs || (input.isCompiled && typescript.isImportEqualsDeclaration(node));
  const requires = pairRequires(input, declared.filter(isRequire), file, (planned) => lost(input, planned));
  const statics = isCommonJs
    ? []
    : findStatics(
        input,
        declared.filter((each) => !isRequire(each)),
        file,
        keeper,
      );
  const loads = [...statics, ...requires].sort((a, b) => a.statement.pos - b.statement.pos);
  const taken = new Set<ts.Node>(requires.map(({ call }) => call!));
  const textLoads = findLoads(typescript, file, () => readValues(typescript, file, options));
  const { pairs, lost: missing } = pairCalls(
    typescript,
    { file: plan.file, loads: input.loads },
    { file, loads: textLoads.filter(({ node }) => !taken.has(node)) },
    numbered,
    code === plan.file.text,
    isCommonJs,
  );
  if (missing[0]) throw lost(input, missing[0]);
  const values = pairValues(typescript, plan.file, file, plan.values);
  if (!values) throw new UnguardableError(lostValues(plan));

  const first = firstOfEach(loads.map(({ moment }) => moment));
  const placedLoads = loads.map((load, index) => ({ ...load, moment: first[index]! }));
  const { head, further } = placeMoments(placedLoads.filter(({ call }) => !call));
  const required = placedLoads.filter(({ call, moment }) => call && moment.length);
  const placed = [...(head ? [head] : []), ...further, ...required];
  const numberOf = (load: LoadingText) => calls.length + placed.indexOf(load as (typeof placed)[number]);
  const kept: KeptImports = {
    moments: [...calls.map((each) => [each]), ...placed.map(({ moment }) => moment)],
    ...(head && { head: numberOf(head) }),
    further: further.map(numberOf),
  };
  if (!needsSidecar(plan, kept)) return undefined;

  const text = new MagicString(code);
  const fresh = namesFor(code);
  const guard = fresh();
  const furtherNames = further.map(fresh);
  editStatics(input, text, keeper, loads, guard, required, numberOf);
  editCalls(typescript, text, guard, pairs);
  editValues(text, values, guard);
  for (const [index, { statement }] of further.entries()) {
    const specifier = JSON.stringify(input.sidecarSpecifier(index + 1, format));
    text.prependRight(statement.getStart(file), `import * as ${furtherNames[index]} from ${specifier}; `);
  }
  const specifier = JSON.stringify(input.sidecarSpecifier(0, format));
  const load = format === "esm" ? `import * as ${guard} from ${specifier}` : `const ${guard} = require(${specifier})`;
  const checks = [guard, ...furtherNames].map((name) => `${name}.$importspy(); `);
  const shapes = format === "esm" ? shapeText(plan.packages, guard, fresh) : "";
  text.prependRight(placeOf(typescript, file), `${load}; ${checks.join("")}${shapes}`);
  const source = path.posix.basename(plan.file.fileName);
  return {
    code: text.toString(),
    get map() {
      return text.generateMap({ hires: "boundary", source });
    },
    movedColumns: () => text.generateDecodedMap({ hires: true }).mappings,
    format,
    kept,
  };
}

/** `import * as importspy_2 from "pg"; importspy_1.$shaped({ "pg": () => importspy_2 }); ` */
function shapeText(packages: readonly string[], guard: string, fresh: () => string): string {
  if (!packages.length) return "";
  const named = packages.map((name) => [JSON.stringify(name), fresh()] as const);
  const imports = named.map(([name, local]) => `import * as ${local} from ${name}; `).join("");
  return `${imports}${guard}.$shaped({ ${named.map(([name, local]) => `${name}: () => ${local}`).join(", ")} }); `;
}

function editCalls(typescript: TypeScript, text: MagicString, guard: string, pairs: readonly PairedCall[]): void {
  const editor = createTextGuard(typescript, text, guard);
  for (const pair of innerFirst(pairs)) editor.guard(pair);
}

/** Edits static imports so that compilers keep them, and guards `require()` calls. */
function editStatics(
  { typescript, code }: TextInput,
  text: MagicString,
  keeper: Keeper,
  loads: readonly LoadingText[],
  guard: string,
  required: readonly LoadingText[],
  numberOf: (load: LoadingText) => number,
): void {
  for (const { statement, moment, call } of loads) {
    // `import {} from "./m"` → `import "./m"`, since some compilers drop the first form.
    if (call || !moment.length || !keeper.isEmpty(statement as StaticImport)) continue;
    const { moduleSpecifier } = statement as ts.ImportDeclaration;
    text.overwrite(statement.getStart(), moduleSpecifier.getStart(), "import ");
  }
  for (const load of required) {
    const { statement, call } = load;
    const before = `${guard}.$importspy(${numberOf(load)}, () => `;
    if (load.moment.some((each) => isStar(typescript, each))) {
      const copy = code.slice(call!.getStart(), call!.end);
      text.prependRight(statement.getStart(), `${before}${copy}); `);
      continue;
    }
    // import x = require("./m") → const x = importspy_1.$importspy(0, () => require("./m"))
    if (typescript.isImportEqualsDeclaration(statement)) {
      const start = statement.name.getStart();
      const keyword = code.slice(statement.getStart(), start).replace(/import(?=\s|\/|$)(?!.*import\b)/s, "const");
      text.overwrite(statement.getStart(), start, keyword);
    }
    text.prependRight(call!.getStart(), before);
    text.appendLeft(call!.end, ")");
  }
}
