/**
 * What nest-cli and ts-loader load as `@importspy/transformer/plugin`.
 *
 * @module
 */
import type ts from "typescript";
import { guardBuilder } from "./builder.js";
import { compilerOf } from "./compiler.js";
import { guardLoader } from "./loader.js";

/** ts-loader's programs write no files, and say so. */
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

/** Both halves share what the first finds. */
function loaderFor(program: ts.Program): ts.CustomTransformers {
  const known = loaders.get(program) ?? guardLoader(compilerOf(program), program);
  loaders.set(program, known);
  return known;
}

const factoriesOf = (list: ts.CustomTransformers["before"]) => (list ?? []) as ts.TransformerFactory<ts.SourceFile>[];

/** What nest-cli calls before it emits: `"compilerOptions": { "plugins": ["@importspy/transformer"] }` in nest-cli.json. */
function before(_options: unknown, program: ts.Program): ts.TransformerFactory<ts.SourceFile> {
  if (isOfLoader(program)) return chain(factoriesOf(loaderFor(program).before));
  guardBuilder(compilerOf(program), program);
  return asTheyAre;
}

/** The same, for what is injected when TypeScript's own transformers are through. */
function after(_options: unknown, program: ts.Program): ts.TransformerFactory<ts.SourceFile> {
  return isOfLoader(program) ? chain(factoriesOf(loaderFor(program).after)) : asTheyAre;
}

/**
 * ts-loader's `getCustomTransformers: "@importspy/transformer/plugin"`.
 *
 * @param program - The program that ts-loader has.
 * @param getProgram - The program that it has when files have changed.
 */
function getCustomTransformers(program: ts.Program, getProgram?: () => ts.Program | undefined): ts.CustomTransformers {
  return guardLoader(compilerOf(program), program, getProgram);
}

/** A function for ts-loader, with what nest-cli looks for; nobody else calls `before` and `after`. */
const plugin: typeof getCustomTransformers = Object.assign(getCustomTransformers, { before, after });

export = plugin;
