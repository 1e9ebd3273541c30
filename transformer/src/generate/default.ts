import { readValidator, UnknownCode } from "importspy/dist/artifacts.cjs";
import type { Condition, Validator } from "importspy/dist/contract.cjs";
import { findCheck, readers } from "../artifacts/runtime.js";

/** A validator that is interpreted, not run. It throws for code that only a run could decide. */
function validatorOf(text: string): Validator {
  let validate: ReturnType<typeof readValidator> | undefined;
  return (value, read) => {
    validate ??= readValidator(text, findCheck);
    return Boolean(validate(value, read));
  };
}

/**
 * Checks that a condition admits its own default, with the judge that the guard uses.
 *
 * @param condition - The condition.
 * @param validators - The validators of its contract, as JavaScript.
 * @returns Why the default is not admitted; `undefined` when it is.
 */
export function findDefaultMistake(condition: Condition, validators: readonly string[]): string | undefined {
  const { default: text = "", ...others } = condition;
  const { readVariable, readList, readJson } = readers();
  const contract = { validators: validators.map(validatorOf), uses: { list: readList, json: readJson } };
  try {
    const finding = readVariable(others, "default", [{ default: text }, ""], contract, () => undefined);
    if (!finding) return undefined;
    const { path = condition.path, expected = finding.hint.replace(/^set, but not /, "") } = finding;
    const place = path === condition.path ? "" : `${path.slice("env.".length)} is `;
    return `${place}not ${expected}`;
  } catch (error) {
    if (error instanceof UnknownCode) return undefined;
    throw error;
  }
}
