/**
 * What the compiler plugin does with a field of a contract. Each other file of this folder that exports `typing` is about
 * the field of its name, which `runtime/src/fields/` defines; what is data there (names, members, words) is not here.
 *
 * @module
 */
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedAlternative, CheckedCondition } from "../analysis/model.js";
import type { Checking, Member } from "../check/types.js";

/** A member that a file may want to name. */
export interface OfferedMember {
  /** One sentence for editors. */
  readonly words: string;
  /** The text that it takes. */
  readonly text: string;
}

/** How the type of a field is checked, and what is generated for it. */
export interface FieldTyping {
  /**
   * Checks the field of a contract.
   *
   * @param context - The program and its report, which takes every mistake.
   * @param member - The field, whose type is neither `never` nor reported.
   * @returns What it asks for: a list for each member of its union, to be joined by OR.
   */
  check(context: Checking, member: Member): Partial<CheckedAlternative>[];
  /**
   * The name of the guard that a sidecar imports for its conditions, where that is not the field's own.
   *
   * @param conditions - All conditions of the field in one contract.
   */
  guardFor?(conditions: readonly CheckedCondition[]): string;
  /** The field of package.json that lists the names that a package is for. */
  readonly listedAs?: "os" | "cpu";
  /**
   * The members that editors offer, for a field of which each name is one.
   *
   * @param context - The program.
   * @param file - The file of the contract.
   */
  offer?(context: Context, file: ts.SourceFile): Readonly<Record<string, OfferedMember>>;
}
