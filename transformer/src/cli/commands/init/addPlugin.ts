/**
 * Adds importspy's plugin to a configuration, or to a script that calls a bundler. Text is inserted at positions of the
 * syntax tree, so the rest stays unchanged.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import type { ProjectFiles } from "../../project/files.js";
import { configsOf, constantsOf, exportedBy, propertyOf } from "../../scripts/tools/exported.js";
import { REGISTER } from "../../scripts/tools/hooks.js";
import { type PluginPlace, pluginStateIn } from "../../scripts/tools/plugins.js";
import type { Finding } from "../doctor/findings.js";
import { addByForm } from "./addForm.js";
import { type Change, editJson, parseJson } from "./edits.js";
import { type Insertion, insertAll, loadingLine, parseConfig } from "./inserting.js";

const NAME = "importspy";
const CALL = `${NAME}()`;

function objectsWith(typescript: TypeScript, file: ts.SourceFile, names: readonly string[]) {
  const found: ts.ObjectLiteralExpression[] = [];
  const visit = (node: ts.Node): void => {
    const isIt = (each: ts.ObjectLiteralElementLike) => names.includes(each.name?.getText(file) ?? "");
    if (typescript.isObjectLiteralExpression(node) && node.properties.some(isIt)) found.push(node);
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The indentation of the line with an offset. */
const indentAt = (text: string, at: number) => /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", at - 1) + 1))![0];

/** Inserts a first member, on its own line if the other members are. */
function insertFirst(file: ts.SourceFile, open: number, first: ts.Node | undefined, member: string): Insertion {
  const { text } = file;
  const start = first?.getStart(file);
  const between = start === undefined ? "" : text.slice(open, start);
  const isOnLines = between.includes("\n");
  if (start === undefined) return { at: open, text: member };
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return { at: start, text: isOnLines ? `${member},${eol}${indentAt(text, start)}` : `${member}, ` };
}

/** The insertion that adds the plugin to one object; `undefined` when the right place is not clear. */
function insertionFor(
  typescript: TypeScript,
  file: ts.SourceFile,
  constants: ReadonlyMap<string, ts.Expression>,
  object: ts.ObjectLiteralExpression,
  list: string,
): Insertion | undefined {
  const { properties } = object;
  const own = properties.find((each) => each.name?.getText(file).replace(/^["']|["']$/g, "") === list);
  if (!own) {
    // A spread object may have its own plugins.
    if (properties.some(typescript.isSpreadAssignment)) return undefined;
    const padding = properties.length ? "" : " ";
    const member = `${padding}${list}: [${CALL}]${padding}`;
    return insertFirst(file, object.getStart(file) + 1, properties[0], member);
  }
  const given = typescript.isPropertyAssignment(own) ? own.initializer : own.name;
  const value = given && typescript.isIdentifier(given) ? constants.get(given.text) : given;
  if (!value || !typescript.isArrayLiteralExpression(value)) return undefined;
  return insertFirst(file, value.getStart(file) + 1, value.elements[0], CALL);
}

/** The insertion that adds the plugin to a section, with what is missing of the path to it: `vite: { plugins: […] }`. */
function sectionFor(
  typescript: TypeScript,
  file: ts.SourceFile,
  constants: ReadonlyMap<string, ts.Expression>,
  config: ts.ObjectLiteralExpression,
  section: string,
): Insertion | undefined {
  const names = section.split(".");
  let object = config;
  for (const [index, name] of names.entries()) {
    // A spread object may have the section.
    if (object.properties.some(typescript.isSpreadAssignment)) return undefined;
    const value = propertyOf(typescript, constants, object, name);
    if (!value) {
      const open = names.slice(index).map((each) => `${each}: { `);
      const member = `${open.join("")}plugins: [${CALL}]${" }".repeat(open.length)}`;
      const padding = object.properties.length ? "" : " ";
      return insertFirst(file, object.getStart(file) + 1, object.properties[0], padding + member + padding);
    }
    if (!typescript.isObjectLiteralExpression(value)) return undefined;
    object = value;
  }
  return insertionFor(typescript, file, constants, object, "plugins");
}

/**
 * Adds the plugin.
 *
 * @param typescript - The compiler; only its parser is used.
 * @param fileName - The configuration or the script.
 * @param text - Its text.
 * @param place - How the bundler accepts plugins.
 * @param host - The entry of `@importspy/transformer`.
 * @returns The text with the plugin in each build; `undefined` when the right place is not clear.
 */
function addPlugin(
  typescript: TypeScript,
  fileName: string,
  text: string,
  place: PluginPlace,
  host: string,
): string | undefined {
  const parse = (content: string) => parseConfig(typescript, fileName, content);
  const file = parse(text);
  if (place.form) {
    const after = addByForm(typescript, file, place.form, host);
    return after !== undefined && pluginStateIn(typescript, parse(after), place) === "used" ? after : undefined;
  }
  if (new RegExp(`\\b${NAME}\\b`).test(text)) return undefined;
  const constants = constantsOf(typescript, file);
  const named = objectsWith(typescript, file, place.entries ?? []);
  const objects = named.length ? named : configsOf(typescript, constants, exportedBy(typescript, file));
  if (!objects?.length) return undefined;
  const isBuilt = (config: ts.ObjectLiteralExpression, section: string) =>
    !place.isSectionOptional || propertyOf(typescript, constants, config, section) !== undefined;
  const insertions = place.sections
    ? objects.flatMap((config) =>
        place
          .sections!.filter((section) => isBuilt(config, section))
          .map((section) => sectionFor(typescript, file, constants, config, section)),
      )
    : objects.map((each) => insertionFor(typescript, file, constants, each, place.list));
  if (insertions.some((each) => each === undefined)) return undefined;
  const after = insertAll(text, [...(insertions as Insertion[]), loadingLine(typescript, file, host, NAME)]);
  return pluginStateIn(typescript, parse(after), place) === "used" ? after : undefined;
}

/**
 * Adds importspy's hooks to the scripts where doctor reports them missing.
 *
 * @param read - Reads files.
 * @param findings - The findings of doctor.
 * @returns The changed package.json files.
 */
export function hookChanges(read: (fileName: string) => string | undefined, findings: readonly Finding[]): Change[] {
  const places = new Map<string, Map<string, Set<number>>>();
  for (const { hooks } of findings) {
    const { at, owner, script, program, args } = hooks?.call ?? {};
    if (!at || !owner || script === undefined) continue;
    // `tsx watch --import …`: options come after the subcommand.
    const [verb] = program === "tsx" && args![0]?.text === "watch" ? args! : [];
    const end = verb ? (verb.at === undefined ? undefined : verb.end) : at.end;
    if (end === undefined) continue;
    const scripts = places.get(owner.manifest.fileName) ?? new Map<string, Set<number>>();
    places.set(owner.manifest.fileName, scripts.set(script, (scripts.get(script) ?? new Set()).add(end)));
  }
  return [...places].map(([fileName, scripts]) => {
    const before = read(fileName) ?? "";
    const { scripts: texts = {} } = parseJson(before, fileName) as { scripts?: Record<string, string> };
    const edits = [...scripts].map(([script, ends]) => ({
      path: ["scripts", script],
      value: insertAll(
        texts[script]!,
        [...ends].map((at) => ({ at, text: ` ${REGISTER}` })),
      ),
    }));
    return { fileName, before, after: editJson(before, edits) };
  });
}

/**
 * Adds the plugin to the configurations and scripts where doctor reports it missing.
 *
 * @param typescript - The compiler; only its parser is used.
 * @param files - Reads the files.
 * @param findings - The findings of doctor.
 * @returns The changes. A file that cannot be changed safely has none, and doctor's finding remains.
 */
export function pluginChanges(
  typescript: TypeScript,
  files: ProjectFiles,
  findings: readonly Finding[],
): readonly Change[] {
  const missing = new Map(findings.flatMap(({ plugin }) => (plugin ? [[plugin.fileName, plugin] as const] : [])));
  return [...missing.values()].flatMap(({ fileName, place, host }) => {
    const before = files.read(fileName) ?? "";
    const after = addPlugin(typescript, fileName, before, place, host);
    return after === undefined ? [] : [{ fileName, before, after }];
  });
}
