import { FIELDS } from "importspy/dist/fields.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedImporter, ImporterOption, LegacyModule } from "../analysis/model.js";
import { findImpossibleName, findImpossiblePath } from "../check/paths.js";
import { describePatterns, findUncheckable, readPatterns } from "../check/patterns.js";
import {
  constituentsOf,
  has,
  isNever,
  literalSpan,
  type Member,
  membersOf,
  printType,
  stringLiteralsOf,
} from "../check/types.js";
import { suggest } from "../messages/suggest.js";
import type { FieldTyping } from "./field.js";

const { example: EXAMPLE, members } = FIELDS.importer;

const MEMBERS = Object.keys(members ?? {});

function checkPattern(context: Context, member: Member | undefined) {
  if (!member) return undefined;
  const { report, ts } = context;
  if (has(member.type, ts.TypeFlags.Never)) {
    report("neverAdmits", member.valueSpan, `'importer.${member.name}'`);
    return undefined;
  }
  const patterns = readPatterns(context, member.type);
  if (!patterns) {
    report("notAPattern", member.valueSpan, member.name, printType(context, member.type));
    return undefined;
  }
  const uncheckable = findUncheckable(context, patterns);
  if (uncheckable) {
    const reason = "a pattern is made of texts and of string, number and bigint.";
    report("unsupportedTag", member.valueSpan, printType(context, uncheckable), reason);
    return undefined;
  }
  const isPath = member.name === "module";
  const impossible = (isPath ? findImpossiblePath : findImpossibleName)(context, patterns);
  if (!impossible) return { patterns, span: member.valueSpan };
  const key = isPath ? "impossiblePath" : "impossibleName";
  report(key, member.valueSpan, impossible.written, impossible.reason);
  return undefined;
}

/** The arguments of `Legacy<modules, package>`; `undefined` for other types. */
function legacyArguments({ checker }: Context, type: ts.Type): readonly ts.Type[] | undefined {
  const property = checker.getPropertyOfType(type, "importspy.legacy");
  const pair = property && checker.getNonNullableType(checker.getTypeOfSymbol(property));
  return pair && checker.getTypeArguments(pair as ts.TypeReference);
}

/** `Legacy<"src/a.ts" | "src/b.ts">` */
function checkLegacy(context: Context, member: Member, type: ts.Type): LegacyModule[] {
  const { report, ts } = context;
  const [modules, owner] = legacyArguments(context, type) ?? [];
  const paths = modules && stringLiteralsOf(modules);
  const names = owner && has(owner, ts.TypeFlags.Never) ? [undefined] : owner && stringLiteralsOf(owner);
  if (!paths?.length || names?.length !== 1) {
    report("notALegacyList", member.valueSpan, printType(context, type));
    return [];
  }
  const impossible = findImpossiblePath(
    context,
    constituentsOf(modules!).map((is) => ({ is, not: [] })),
  );
  if (impossible) report("impossiblePath", member.valueSpan, impossible.written, impossible.reason);
  return paths.map((module) => ({ package: names[0], module, span: literalSpan(context, member, module) }));
}

function describeOption(context: Context, { package: name, module, exports }: ImporterOption): string {
  const parts = [
    module && `module ${describePatterns(context, module.patterns)}`,
    name && `package ${describePatterns(context, name.patterns)}`,
    exports && `exports ${printType(context, exports.type)}`,
  ];
  return (
    parts
      .filter(Boolean)
      .join(" of ")
      .replace(/ of exports/, " with exports") || "any module"
  );
}

function checkOption(context: Context, member: Member, type: Member["type"]): ImporterOption | undefined {
  const { report, ts } = context;
  if (!has(type, ts.TypeFlags.Object | ts.TypeFlags.Intersection)) {
    report("notAnObject", member.valueSpan, "importer", printType(context, type), EXAMPLE);
    return undefined;
  }
  if (context.checker.getIndexInfosOfType(type).length) {
    report("indexSignature", member.valueSpan, "importer", EXAMPLE);
    return undefined;
  }
  const written = membersOf(context, type, member.valueSpan);
  if (!written.length) report("emptyField", member.valueSpan, "importer", EXAMPLE);
  const byName = new Map(written.map((each) => [each.name, each]));
  for (const { name, nameSpan } of written) {
    if (!MEMBERS.includes(name)) {
      report("unknownImporterMember", nameSpan, name, suggest(name, MEMBERS));
    }
  }
  const exported = byName.get("exports");
  if (exported && isNever(context, exported.type)) report("neverAdmits", exported.valueSpan, "'importer.exports'");
  const name = checkPattern(context, byName.get("package"));
  const module = checkPattern(context, byName.get("module"));
  return {
    ...(name && { package: name }),
    ...(module && { module }),
    ...(exported && { exports: { type: exported.type, span: exported.valueSpan } }),
  };
}

/**
 * Checks the field `importer`: an object type with some of `package`, `module` and `exports`, or a union of these.
 *
 * @param context - The program; its report receives the mistakes.
 * @param member - The field.
 */
function checkImporter(context: Context, member: Member): CheckedImporter {
  const isLegacy = (type: ts.Type) => legacyArguments(context, type) !== undefined;
  const types = constituentsOf(member.type);
  const options = types.flatMap((type) => (isLegacy(type) ? [] : (checkOption(context, member, type) ?? [])));
  const legacy = types.filter(isLegacy).flatMap((type) => checkLegacy(context, member, type));
  const words = options.map((option) => describeOption(context, option));
  // The list may have hundreds of modules, so a message shows only their number.
  const listed = legacy.length ? [`${legacy.length} legacy module${legacy.length === 1 ? "" : "s"}`] : [];
  const expected = [...words, ...listed].join(" | ");
  return { options, legacy, expected, span: member.nameSpan, valueSpan: member.valueSpan };
}

export const typing: FieldTyping = {
  check: (context, member) => [{ importer: checkImporter(context, member) }],
};
