/**
 * Adds importspy to tools without a list of plugins: a function around the configuration of Next.js, a transformer
 * around those of Jest, a name for nest-cli.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import { exportedBy } from "../../scripts/tools/exported.js";
import type { PluginPlace } from "../../scripts/tools/plugins.js";
import { type NamedValue, propertiesOf } from "../../scripts/tools/strings.js";
import { editJson, prependJson } from "./edits.js";
import { type Insertion, insertAll, loadingLine } from "./inserting.js";

const WRAPPER = "withImportspy";

/** `export default nextConfig` → `export default withImportspy(nextConfig)` */
function wrapConfig(typescript: TypeScript, file: ts.SourceFile, host: string): string | undefined {
  const exported = exportedBy(typescript, file);
  if (!exported || file.text.includes(WRAPPER)) return undefined;
  return insertAll(file.text, [
    { at: exported.getStart(file), text: `${WRAPPER}(` },
    { at: exported.end, text: ")" },
    loadingLine(typescript, file, host, WRAPPER),
  ]);
}

/** `"ts-jest"` → `["@importspy/transformer/jest", { "transform": "ts-jest" }]` */
function wrapTransformers(file: ts.SourceFile, rules: ts.ObjectLiteralExpression, entry: string): string {
  return insertAll(
    file.text,
    rules.properties.flatMap((rule): Insertion[] => {
      const value = (rule as ts.PropertyAssignment).initializer;
      return [
        { at: value.getStart(file), text: `[${entry}, { "transform": ` },
        { at: value.end, text: " }]" },
      ];
    }),
  );
}

/** The configuration of Jest in a file: the whole file, or a property of package.json. */
function configOf(typescript: TypeScript, file: ts.SourceFile, all: readonly NamedValue[]): ts.Expression | undefined {
  if (file.fileName.endsWith("package.json")) return all.find(({ way }) => way === ".jest")?.value;
  const [first] = /\.jsonc?$/.test(file.fileName) ? file.statements : [];
  return first && typescript.isExpressionStatement(first) ? first.expression : exportedBy(typescript, file);
}

function addTransformer(typescript: TypeScript, file: ts.SourceFile, host: string): string | undefined {
  const entry = JSON.stringify(`@importspy/transformer/${host}`);
  const all = propertiesOf(typescript, file);
  const config = configOf(typescript, file, all);
  if (!config || !typescript.isObjectLiteralExpression(config) || file.text.includes(entry)) return undefined;
  const isOwn = ({ value }: NamedValue) => value.parent.parent === config;
  const named = (name: string) => all.find((each) => each.way.endsWith(`.${name}`) && isOwn(each))?.value;
  const rules = named("transform");
  if (rules) {
    const isPlain =
      typescript.isObjectLiteralExpression(rules) && rules.properties.every(typescript.isPropertyAssignment);
    return isPlain ? wrapTransformers(file, rules, entry) : undefined;
  }
  const preset = named("preset");
  const isKnown = !preset || (typescript.isStringLiteralLike(preset) && preset.text === "ts-jest");
  if (!isKnown || config.properties.some(typescript.isSpreadAssignment)) return undefined;
  const [pattern, other] = preset ? ["^.+\\.tsx?$", "ts-jest"] : ["^.+\\.[cm]?[jt]sx?$", "babel-jest"];
  const rule = `{ ${JSON.stringify(pattern)}: [${entry}, { "transform": ${JSON.stringify(other)} }] }`;
  const name = /\.jsonc?$/.test(file.fileName) ? '"transform"' : "transform";
  const [first] = config.properties;
  if (!first) return insertAll(file.text, [{ at: config.getStart(file) + 1, text: ` ${name}: ${rule} ` }]);
  const between = file.text.slice(config.getStart(file) + 1, first.getStart(file));
  return insertAll(file.text, [{ at: first.getStart(file), text: `${name}: ${rule},${between || " "}` }]);
}

function addName(typescript: TypeScript, file: ts.SourceFile): string | undefined {
  const at = ["compilerOptions", "plugins"];
  const known = propertiesOf(typescript, file).find(({ way }) => way === `.${at.join(".")}`);
  const name = "@importspy/transformer";
  return known ? prependJson(file.text, at, name) : editJson(file.text, [{ path: at, value: [name] }]);
}

/**
 * Adds importspy to a configuration without a list of plugins.
 *
 * @param typescript - The compiler; only its parser is used.
 * @param file - The configuration.
 * @param form - How the tool loads importspy.
 * @param host - The entry of `@importspy/transformer`.
 * @returns The new text; `undefined` when the right place is not clear.
 */
export function addByForm(
  typescript: TypeScript,
  file: ts.SourceFile,
  form: NonNullable<PluginPlace["form"]>,
  host: string,
): string | undefined {
  switch (form) {
    case "wrapper":
      return wrapConfig(typescript, file, host);
    case "transformer":
      return addTransformer(typescript, file, host);
    case "name":
      return addName(typescript, file);
  }
}
