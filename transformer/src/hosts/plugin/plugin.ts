/**
 * The entry `@importspy/transformer/plugin`, which nest-cli and ts-loader load.
 *
 * @module
 */
import type ts from "typescript";
import { guardBuilder } from "./builder.js";
import { compilerOf } from "./compiler.js";
import { guardLoader } from "./loader.js";

/** Whether a program is from ts-loader. Its programs write no files. */
const isOfLoader = (program: ts.Program) =>
  (program.getCompilerOptions() as { suppressOutputPathCheck?: boolean }).suppressOutputPathCheck === true;

const asTheyAre: ts.TransformerFactory<ts.SourceFile> = () => (file) => file;

function chain(factories: readonly ts.TransformerFactory<ts.SourceFile>[]): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const transformers = factories.map((each) => each(context));
    return (file) => transformers.reduce((each, transform) => transform(each), file);
  };
}

const loaders = new WeakMap<ts.Program, ts.CustomTransformers>();

/** The transformers of a program. They are created once, because `before` and `after` must use the same ones. */
function loaderFor(program: ts.Program): ts.CustomTransformers {
  const known = loaders.get(program) ?? guardLoader(compilerOf(program), program);
  loaders.set(program, known);
  return known;
}

const factoriesOf = (list: ts.CustomTransformers["before"]) => (list ?? []) as ts.TransformerFactory<ts.SourceFile>[];

/**
 * nest-cli calls this before it emits: `"compilerOptions": { "plugins": ["@importspy/transformer"] }` in nest-cli.json.
 */
function before(_options: unknown, program: ts.Program): ts.TransformerFactory<ts.SourceFile> {
  if (isOfLoader(program)) return chain(factoriesOf(loaderFor(program).before));
  guardBuilder(compilerOf(program), program);
  return asTheyAre;
}

/** The part that runs after TypeScript's own transformers. */
function after(_options: unknown, program: ts.Program): ts.TransformerFactory<ts.SourceFile> {
  return isOfLoader(program) ? chain(factoriesOf(loaderFor(program).after)) : asTheyAre;
}

/**
 * ts-loader's `getCustomTransformers: "@importspy/transformer/plugin"`.
 *
 * @param program - The program of ts-loader.
 * @param getProgram - Gives the current program after files have changed.
 */
function getCustomTransformers(program: ts.Program, getProgram?: () => ts.Program | undefined): ts.CustomTransformers {
  return guardLoader(compilerOf(program), program, getProgram);
}

/** A function for ts-loader, with the two properties that only nest-cli uses. */
const plugin: typeof getCustomTransformers = Object.assign(getCustomTransformers, { before, after });

export = plugin;
