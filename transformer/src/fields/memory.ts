import { Reading } from "importspy/dist/contract.cjs";
import { FIELDS } from "importspy/dist/fields.cjs";
import type { CheckedCondition } from "../analysis/model.js";
import { type Checking, literalSpan, type Member, printType } from "../check/types.js";
import type { FieldTyping } from "./field.js";

/** `AtLeast<"2GiB">` → `"2GiB"` */
function sizeOf({ checker }: Checking, { type }: Member): string | undefined {
  const stated = checker.getPropertyOfType(type, "importspy.atLeast");
  const size = stated && checker.getNonNullableType(checker.getTypeOfSymbol(stated));
  return size?.isStringLiteral() ? size.value : undefined;
}

function checkMemory(context: Checking, member: Member): CheckedCondition[] {
  const { example, read } = FIELDS.memory;
  const { type, valueSpan, optional } = member;
  const size = sizeOf(context, member);
  if (size === undefined) {
    context.report("notAQuantity", valueSpan, "memory", "a size", printType(context, type), example);
    return [];
  }
  const bytes = read?.(size);
  if (bytes === undefined) {
    const units = 'write a number and one of B, kB, MB, GB, TB, KiB, MiB, GiB, TiB: "2GiB".';
    context.report("unknownName", literalSpan(context, member, size), size, "memory", units);
    return [];
  }
  // In the form that `number & Minimum<…>` gets, so that `lock` and `diff` can read it.
  const validator = `(input, text) => ${bytes} <= parseInt(text)`;
  const expected = `at least ${size}`;
  return [{ path: "memory", expected, optional, readings: Reading.number, validator, span: valueSpan }];
}

export const typing: FieldTyping = { check: (context, member) => [{ conditions: checkMemory(context, member) }] };
