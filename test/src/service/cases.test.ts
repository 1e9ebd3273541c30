/**
 * The guard service over case folders: from the source, and from the JavaScript that compilers make of it, it makes the
 * guards that tspc emits, with the same sidecars.
 *
 * @module
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire, stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { describe, it } from "node:test";
import plugin from "@importspy/transformer";
import swc from "@swc/core";
import esbuild from "esbuild";
import { transformSync as oxc } from "rolldown/utils";
import ts from "typescript";
import type { GuardRules, GuardService } from "../../../transformer/dist/service/types.js";
import { createProject, type Files, type Project, root } from "../project.ts";

const require = createRequire(import.meta.url);
const { createGuardService } =
  require("../../../transformer/dist/service.js") as typeof import("../../../transformer/dist/service.js");

/** Those that have every form of imports and calls, of what is kept and in which order. */
const CASES = [
  "importer/another-name-is-the-same-export",
  "imports/calls-are-guarded-whatever-they-wear",
  "imports/every-form-in-commonjs",
  "imports/every-form-in-es-modules",
  "imports/every-way-to-get-at-require",
  "imports/extensions-of-guarded-calls-are-rewritten",
  "imports/options-of-import-calls-may-await",
  "imports/type-only-imports-get-no-guard",
  "moment/an-external-module-is-judged-after-earlier-imports",
  "moment/nobody-is-judged-in-another-importers-stead",
];

const ES2022 = { target: "es2022" } as const;

/** What makes JavaScript of one file of TypeScript. */
const COMPILERS: Readonly<Record<string, (file: ts.SourceFile, options: ts.CompilerOptions) => string>> = {
  esbuild: ({ fileName, text }, { verbatimModuleSyntax }) =>
    esbuild.transformSync(text, {
      loader: fileName.endsWith("x") ? "tsx" : "ts",
      // Options of `import()` that are computed are too new for a named target.
      target: "esnext",
      tsconfigRaw: { compilerOptions: { ...(verbatimModuleSyntax && { verbatimModuleSyntax }) } },
    }).code,
  oxc: ({ fileName, text }, { verbatimModuleSyntax }) =>
    oxc(fileName, text, { tsconfig: false, typescript: { onlyRemoveTypeImports: verbatimModuleSyntax === true } }).code,
  swc: ({ fileName, text }, { verbatimModuleSyntax }) =>
    swc.transformSync(text, {
      filename: fileName,
      swcrc: false,
      jsc: {
        ...ES2022,
        parser: { syntax: "typescript", tsx: fileName.endsWith("x"), decorators: true },
        transform: { verbatimModuleSyntax: verbatimModuleSyntax === true },
      },
    }).code,
};

interface Emitted {
  readonly texts: ReadonlyMap<string, string>;
  readonly program: ts.Program;
  readonly diagnostics: readonly ts.Diagnostic[];
}

function emit(config: ts.ParsedCommandLine, isGuarded: boolean): Emitted {
  const texts = new Map<string, string>();
  const host = {
    ...ts.createCompilerHost(config.options, true),
    writeFile: texts.set.bind(texts) as ts.WriteFileCallback,
  };
  const created = ts.createProgram({ rootNames: config.fileNames, options: config.options, host });
  const program = isGuarded ? plugin.default(created, host, { transformProgram: true }, { ts }) : created;
  const diagnostics = isGuarded ? ts.getPreEmitDiagnostics(program) : [];
  program.emit();
  return { texts, program, diagnostics };
}

const printer = ts.createPrinter({ removeComments: true });

/** A text without comments, lines and numbers, and without TypeScript's own helpers, which may stand elsewhere. */
function essence(text: string): string {
  const file = ts.createSourceFile("x.js", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JSX);
  const isHelper = (each: ts.Statement) => ts.isVariableStatement(each) && /^var __(?!esm)/.test(each.getText());
  return file.statements
    .filter((each) => !isHelper(each))
    .map((each) => printer.printNode(ts.EmitHint.Unspecified, each, file))
    .join("\n")
    .replace(/importspy_\d+_\d+|(?:options|specifier)_\d+/g, "parameter")
    .replace(/importspy_\d+/g, "guard")
    .replace(/(?:im|ex)port \{ ?\} from/g, "import");
}

const sidecarName = (fileName: string, number: number) =>
  fileName.replace(/\.([cm]?)jsx?$/, `.importspy${number ? `-${number}` : ""}.$1js`);

const ours = (diagnostics: readonly ts.Diagnostic[]) =>
  diagnostics
    .filter(({ source }) => source === "importspy")
    .map(({ file, start, messageText }) => `${file && path.basename(file.fileName)}:${start} ${messageText}`)
    .sort();

interface Case {
  readonly name: string;
  readonly project: Project;
  readonly config: ts.ParsedCommandLine;
  readonly service: GuardService;
}

async function openCase(name: string): Promise<Case> {
  const folder = path.join(root, "test/cases", name);
  const content = JSON.parse(readFileSync(path.join(folder, "case.json"), "utf8")) as {
    files?: Files;
    builds?: readonly (readonly string[])[];
  };
  const project = await createProject(content.files, folder, "small");
  const args = content.builds?.at(-1) ?? ["-p", "."];
  const given = project.at(args[args.indexOf("-p") + 1]!);
  const tsconfig = given.endsWith(".json") && existsSync(given) ? given : path.join(given, "tsconfig.json");
  const config = ts.getParsedCommandLineOfConfigFile(
    tsconfig,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => assert.fail(String(messageText)),
    },
  )!;
  return { name, project, config, service: createGuardService({ tsconfig, typescript: ts }) };
}

/** Compares what the service makes of the files of a case with what tspc does. */
function compareCase({ project, config, service }: Case): void {
  const expected = emit(config, true);
  const plain = emit(config, false);
  for (const file of plain.program.getSourceFiles()) {
    const isOutput = (name: string) => plain.texts.has(name) && /\.[cm]?jsx?$/.test(name);
    const isSource = !file.isDeclarationFile && !file.fileName.includes("/node_modules/");
    const output = isSource ? ts.getOutputFileNames(config, file.fileName, false).find(isOutput) : undefined;
    if (output === undefined) continue;
    const place = path.relative(project.folder, file.fileName);
    const sidecars: string[] = [];
    for (let text = expected.texts.get(sidecarName(output, 0)); text !== undefined; ) {
      sidecars.push(text);
      text = expected.texts.get(sidecarName(output, sidecars.length));
    }
    const isCommonJs = sidecars[0]?.includes('"use strict"') ?? !/^(?:im|ex)port /m.test(plain.texts.get(output)!);
    const compiled: GuardRules = { language: "javascript", format: isCommonJs ? "cjs" : "esm" };

    const emitted = service.guard(file.fileName, plain.texts.get(output)!, compiled);
    assert.deepEqual(emitted?.sidecars ?? [], sidecars, `${place}, compiled by TypeScript`);
    if (emitted) assert.equal(essence(emitted.code), essence(expected.texts.get(output)!), place);
    // What types alone are exported again as, only TypeScript can tell: what takes one file at a time keeps the import.
    if (isCommonJs || place.endsWith("types.ts")) continue;
    assert.deepEqual(service.guard(file.fileName, file.text)?.sidecars ?? [], sidecars, `${place}, its source`);
    if (!/\.[cm]?tsx?$/.test(file.fileName)) continue;
    for (const [name, compile] of Object.entries(COMPILERS)) {
      const code = compile(file, config.options);
      assert.deepEqual(service.guard(file.fileName, code, compiled)?.sidecars ?? [], sidecars, `${place}, by ${name}`);
    }
    const { verbatimModuleSyntax, erasableSyntaxOnly } = config.options;
    if (!verbatimModuleSyntax || !erasableSyntaxOnly) continue;
    const stripped = stripTypeScriptTypes(file.text);
    assert.deepEqual(service.guard(file.fileName, stripped, compiled)?.sidecars ?? [], sidecars, `${place}, stripped`);
  }
  assert.deepEqual(ours(service.diagnostics()), ours(expected.diagnostics));
}

describe("the guard service gives the same result as tspc", () => {
  for (const name of CASES) {
    it(name, async () => {
      const opened = await openCase(name);
      try {
        compareCase(opened);
      } finally {
        opened.service.dispose();
        await opened.project.remove();
      }
    });
  }
});
