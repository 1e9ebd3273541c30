// Lists the definitions of fields: each file of `src/fields/` that exports `field`. What else it exports, sidecars import.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const NOTE = "// Generated from the files of src/fields/ when the package is built.\n";

/** The names of the constants that a file exports. */
function exportedNames(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return source.statements
    .filter(ts.isVariableStatement)
    .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .flatMap(({ declarationList }) => declarationList.declarations.map(({ name }) => name.text));
}

/**
 * Finds the definitions of fields.
 *
 * @param folder - The folder that holds them.
 * @param name - What a definition exports.
 * @returns For each its name, which is that of its file, and the other constants that it exports.
 */
export function findFields(folder, name) {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ name: file.slice(0, -".ts".length), exports: exportedNames(join(folder, file)) }))
    .filter((each) => each.exports.includes(name))
    .map((each) => ({ ...each, exports: each.exports.filter((exported) => exported !== name) }));
}

/**
 * Writes the text of a module that exports all definitions in one object, by their names.
 *
 * @param found - What {@link findFields} found.
 * @param name - What a definition exports.
 * @param object - What the object is called, and what is said of it behind its closing brace.
 */
export function objectOf(found, name, object, claim) {
  const imports = found.map((each) => `import { ${name} as ${each.name} } from "../fields/${each.name}.js";\n`);
  const list = found.map((each) => each.name).join(", ");
  return `${NOTE}${imports.join("")}\nexport const ${object} = { ${list} }${claim};\n`;
}

/**
 * Writes a generated module.
 *
 * @param folder - The folder of the package.
 * @param name - The module's name.
 * @param text - What it holds.
 */
export function writeGenerated(folder, name, text) {
  mkdirSync(join(folder, "src", "generated"), { recursive: true });
  writeFileSync(join(folder, "src", "generated", `${name}.ts`), text);
}

/** Lists the fields of this package: their definitions, and their guards. */
export function listFields(root) {
  const found = findFields(join(root, "src", "fields"), "field");
  const guards = found.map(({ name, exports }) => `export { ${exports.join(", ")} } from "../fields/${name}.js";\n`);
  writeGenerated(root, "guards", `${NOTE}${guards.join("")}`);
  writeGenerated(root, "fields", objectOf(found, "field", "fields", ""));
}
