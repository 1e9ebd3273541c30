import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedCondition } from "../analysis/model.js";
import { checkMembers } from "../check/members.js";
import type { Checking, Member } from "../check/types.js";
import { checkVersion } from "../check/versions.js";
import { createManifestFinder } from "../discover/identity.js";
import type { FieldTyping } from "./field.js";

/** The names that npm admits: {@link https://json.schemastore.org/package.json}, `name`. */
const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;

function checkPackage(context: Checking, member: Member): CheckedCondition | undefined {
  if (!PACKAGE_NAME.test(member.name)) {
    context.report("invalidPackageName", member.nameSpan, member.name);
    return undefined;
  }
  return checkVersion(context, "packages", member);
}

/** The packages that the file's package.json declares, with their ranges. */
function declaredPackages({ host }: Context, file: ts.SourceFile): readonly (readonly [name: string, range: string])[] {
  const content: Readonly<Record<string, unknown>> = createManifestFinder(host)(file.fileName)?.content ?? {};
  const fields = [content.dependencies, content.peerDependencies, content.optionalDependencies];
  const pairs = fields.flatMap((field) => (field && typeof field === "object" ? Object.entries(field) : []));
  return pairs.filter((pair): pair is [string, string] => typeof pair[1] === "string");
}

export const typing: FieldTyping = {
  check: (context, member) => checkMembers(context, member, checkPackage).map((packages) => ({ packages })),
  offer: (context, file) =>
    Object.fromEntries(
      declaredPackages(context, file).map(([name, range]) => [
        name,
        { words: `package.json asks for ${range}.`, text: range },
      ]),
    ),
};
