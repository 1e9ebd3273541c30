import { getNodeValue, modify, parseTree } from "jsonc-parser";
import type { CatalogueDiagnostic } from "../../../analysis/context.js";
import type { Manifest } from "../../../discover/identity.js";
import { DEPENDENCIES } from "../../../link/agreement.js";
import type { Fix, Fixing, TextEdit } from "./fix.js";

/** Sets a range in a package.json, formatted like its other lines. Sorted names stay sorted. */
function setRange(fixing: Fixing, { fileName }: Manifest, field: string, name: string, range: string): TextEdit[] {
  const text = fixing.readFile(fileName);
  if (text === undefined || !parseTree(text)) return [];
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
  const formattingOptions = {
    insertSpaces: !indent.includes("\t"),
    tabSize: indent.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
  const getInsertionIndex = (names: string[]) => {
    const index = names.findIndex((each) => each > name);
    return index < 0 ? names.length : index;
  };
  const edits = modify(text, [field, name], range, { formattingOptions, getInsertionIndex });
  return edits.map(({ offset, length, content }) => ({ fileName, start: offset, length, text: content }));
}

/** The range to write. If the contract has only words, any version. */
const rangeOf = (expected: string) => (/^[\^~<>=v\d*]/.test(expected) ? expected : "*");

/**
 * Fixes for a package that a contract needs and package.json does not declare, or declares with another range.
 *
 * @param fixing - The file.
 * @param diagnostic - The diagnostic.
 */
export function fixPackages(fixing: Fixing, diagnostic: CatalogueDiagnostic): Fix[] {
  const { analysis } = fixing;
  const { key, values } = diagnostic.message;
  const [, , name = "", expected = "", declared = ""] = values.map(String);
  const range = rangeOf(expected);
  if (key === "packageNotDeclared") {
    const nearest = analysis.manifestOf(diagnostic.file);
    const edits = nearest ? setRange(fixing, analysis.packageOf(nearest), "dependencies", name, range) : [];
    const title = `Add ${name} ${range} to the dependencies in package.json`;
    return edits.length ? [{ name: "importspy-dependency", title, edits, diagnostic, isPreferred: true }] : [];
  }
  if (key !== "packageRangeExcluded") return [];
  const manifests = new Set(
    [...analysis.manifests()].flatMap((each) => (each ? [each, analysis.packageOf(each)] : [])),
  );
  for (const manifest of manifests) {
    const tree = parseTree(manifest.text);
    const content = (tree && getNodeValue(tree)) as Record<string, Record<string, unknown> | undefined> | undefined;
    const field = DEPENDENCIES.find((each) => content?.[each]?.[name] === declared);
    const edits = field === undefined ? [] : setRange(fixing, manifest, field, name, range);
    const title = `Change ${name} in package.json from ${declared} to ${range}`;
    if (edits.length) return [{ name: "importspy-range", title, edits, diagnostic }];
  }
  return [];
}
