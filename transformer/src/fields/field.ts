/**
 * The compiler's part of each contract field. Each other file of this folder exports `typing` for the field of its
 * name. The data of a field (names, members, descriptions) is in `runtime/src/fields/`.
 *
 * @module
 */
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedAlternative, CheckedCondition } from "../analysis/model.js";
import type { Checking, Member } from "../check/types.js";

/** A member that an editor offers in a completion list. */
export interface OfferedMember {
  /** One sentence about it. */
  readonly words: string;
  /** The text of its type. */
  readonly text: string;
}

/** How the type of a field is checked, and which code is generated for it. */
export interface FieldTyping {
  /**
   * Checks the field of a contract.
   *
   * @param context - The program; its report receives every mistake.
   * @param member - The field. Its type is not `never`, and has no reported error.
   * @returns The field's part of each alternative: one for each member of its union.
   */
  check(context: Checking, member: Member): Partial<CheckedAlternative>[];
  /**
   * The name of the judge that a sidecar imports, if that is not the name of the field.
   *
   * @param conditions - All conditions on the field in one contract.
   */
  guardFor?(conditions: readonly CheckedCondition[]): string;
  /** The field of package.json that lists the supported values. */
  readonly listedAs?: "os" | "cpu";
  /**
   * The members that editors offer, for a field with one member for each name (`packages`).
   *
   * @param context - The program.
   * @param file - The file of the contract.
   */
  offer?(context: Context, file: ts.SourceFile): Readonly<Record<string, OfferedMember>>;
}
