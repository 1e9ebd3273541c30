// Lists the commands that `@importspy/transformer` brings: help and completion name them also where it is not installed.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { writeGenerated } from "./fields.mjs";

const parse = (file) => ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);

/** The files that a module imports by a relative path, by the names that it imports. */
function importsOf(file) {
  const imports = parse(file).statements.filter(ts.isImportDeclaration);
  return new Map(
    imports.flatMap(({ importClause, moduleSpecifier }) =>
      (importClause.namedBindings?.elements ?? []).map(({ name }) => [
        name.text,
        resolve(file, "..", moduleSpecifier.text.replace(/\.js$/, ".ts")),
      ]),
    ),
  );
}

/** The initializer of an exported constant. */
function constantIn(file, name) {
  const declarations = parse(file)
    .statements.filter(ts.isVariableStatement)
    .flatMap((each) => each.declarationList.declarations);
  const found = declarations.find((each) => each.name.text === name)?.initializer;
  if (!found) throw new Error(`${file} exports no constant ${name}`);
  return found;
}

function describe(name, file) {
  const textOf = (key) => {
    const { initializer } = constantIn(file, name).properties.find((each) => each.name?.text === key) ?? {};
    if (!initializer || !ts.isStringLiteralLike(initializer)) throw new Error(`${file}: ${key} has to be written out`);
    return initializer.text;
  };
  return { name: textOf("name"), summary: textOf("summary") };
}

/**
 * Writes `src/generated/commands.ts`.
 *
 * @param root - The folder of this package; that of the compiler plugin is beside it.
 */
export function listCommands(root) {
  const index = join(root, "..", "transformer", "src", "cli.ts");
  const files = importsOf(index);
  const list = constantIn(index, "commands").elements.map(({ text }) => describe(text, files.get(text)));
  const rows = list.map((each) => `  ${JSON.stringify(each)},\n`).join("");
  writeGenerated(
    root,
    "commands",
    `// Generated from transformer/src/cli.ts when the package is built.\nexport const TRANSFORMER_COMMANDS = [\n${rows}] as const;\n`,
  );
}
