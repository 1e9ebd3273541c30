/**
 * The fields of a contract as data, for the command line, the compiler plugin and the documentation. Guards do not use
 * it.
 *
 * @module
 */
import type { Field } from "./fields/field.js";
import { fields } from "./generated/fields.js";

export type { Description, Field, Supposing } from "./fields/field.js";

/** The names of all fields. */
export type FieldName = keyof typeof fields;

/** The definitions of all fields, in their order. */
export const FIELDS: Readonly<Record<FieldName, Field>> = Object.fromEntries(
  Object.entries<Field>(fields).sort(([, left], [, right]) => left.order - right.order),
) as Record<FieldName, Field>;

/** The names of all fields, in their order. */
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];

/** Whether a contract can have a field of this name. */
export const isFieldName = (name: string): name is FieldName => Object.hasOwn(FIELDS, name);

/**
 * The field and the member that a condition is about: `["env", "PORT"]` for `env.PORT`, `["os", ""]` for `os`.
 *
 * @param path - The condition's path.
 */
export function splitPath(path: string): readonly [field: FieldName, member: string] {
  const field = path.split(".", 1)[0]!;
  return [field as FieldName, path.slice(field.length + 1)];
}

/** The options of `importspy check` that suppose facts. Options are checked against this list, so names are enough. */
export const FIELD_OPTIONS: Field["options"] = Object.assign(
  {},
  ...Object.values(FIELDS).map(({ options }) => options),
);
