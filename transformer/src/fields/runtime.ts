import { FIELDS } from "importspy/dist/fields.cjs";
import type { CheckedCondition } from "../analysis/model.js";
import { checkObject } from "../check/members.js";
import { type Checking, constituentsOf, type Member } from "../check/types.js";
import { checkVersion } from "../check/versions.js";
import { suggest } from "../messages/suggest.js";
import type { FieldTyping } from "./field.js";

const RUNTIMES = Object.keys(FIELDS.runtime.members ?? {});

function checkRuntime(context: Checking, member: Member): CheckedCondition | undefined {
  if (!RUNTIMES.includes(member.name)) {
    context.report("unknownRuntime", member.nameSpan, member.name, suggest(member.name, RUNTIMES));
    return undefined;
  }
  return checkVersion(context, "runtime", member);
}

/** Several runtimes become one condition, so that a refusal names the actual runtime only once. */
function checkRuntimes(context: Checking, member: Member): CheckedCondition[] {
  const options = constituentsOf(member.type).map((type) =>
    checkObject(context, member, type).flatMap((inner) => checkRuntime(context, inner) ?? []),
  );
  if (options.length === 1) return options[0]!;
  const describeOption = (conditions: readonly CheckedCondition[]) =>
    conditions.map(({ path, expected }) => `${path.slice("runtime.".length)} ${expected}`).join(" and ");
  const expected = options.map(describeOption).join(" | ");
  return [{ path: "runtime", expected, optional: false, oneOf: options, span: member.valueSpan }];
}

export const typing: FieldTyping = {
  check: (context, member) => [{ conditions: checkRuntimes(context, member) }],
  guardFor: (conditions) => (conditions.some(({ oneOf }) => oneOf) ? "runtimes" : "runtime"),
};
