/**
 * Which texts a type admits, written from docs/contract.md alone, and otherwise than it is generated: numbers as
 * bigints, templates as sets of places, formats by hand.
 *
 * @module
 */
import {
  areDigits,
  compare,
  type Decimal,
  decimalOf,
  isInteger,
  isMultiple,
  isWithin,
  readDecimal,
  readInteger,
} from "./decimals.ts";
import { isOfFormat } from "./formats.ts";
import type { Hole, Kind, Tag, Type } from "./types.ts";

/** What a text is read as. */
interface Value {
  readonly text: string;
  /** What JavaScript makes of it. */
  readonly value: string | number | bigint | boolean;
  /** For numbers and bigints: what is written. */
  readonly decimal?: Decimal;
}

/** Where numerals begin to be read as infinite. */
const INFINITE = 2n ** 1024n - 2n ** 970n;

function read(kind: Kind, text: string): Value | undefined {
  switch (kind) {
    case "string":
      return { text, value: text };
    case "number": {
      const decimal = readDecimal(text);
      return decimal && isWithin(decimal, INFINITE) ? { text, value: Number(text), decimal } : undefined;
    }
    case "bigint": {
      const decimal = readInteger(text);
      return decimal && { text, value: decimal.digits, decimal };
    }
    case "boolean":
      if (text === "true" || text === "1") return { text, value: true };
      return text === "false" || text === "0" ? { text, value: false } : undefined;
  }
}

const at = (digits: bigint): Decimal => ({ digits, places: 0 });
const isBetween = (decimal: Decimal, least: bigint, most: bigint): boolean =>
  isInteger(decimal) && compare(decimal, at(least)) >= 0 && compare(decimal, at(most)) <= 0;

function admitsType(name: string, decimal: Decimal): boolean {
  switch (name) {
    case "int32":
      return isBetween(decimal, -(2n ** 31n), 2n ** 31n - 1n);
    case "uint32":
      return isBetween(decimal, 0n, 2n ** 32n - 1n);
    case "int64":
      return isBetween(decimal, -(2n ** 63n), 2n ** 63n - 1n);
    case "uint64":
      return isBetween(decimal, 0n, 2n ** 64n - 1n);
    case "float":
      return isWithin(decimal, 2n ** 128n - 2n ** 103n);
    default:
      return true;
  }
}

/** Whether a tag admits what was read. */
export function admitsTag(tag: Tag, { text, value, decimal }: Value): boolean {
  switch (tag.tag) {
    case "Minimum":
      return compare(decimal!, decimalOf(tag.value)) >= 0;
    case "ExclusiveMinimum":
      return compare(decimal!, decimalOf(tag.value)) > 0;
    case "Maximum":
      return compare(decimal!, decimalOf(tag.value)) <= 0;
    case "ExclusiveMaximum":
      return compare(decimal!, decimalOf(tag.value)) < 0;
    case "MultipleOf":
      return isMultiple(decimal!, decimalOf(tag.value));
    case "Type":
      return admitsType(tag.value, decimal!);
    case "MinLength":
      return text.length >= tag.value;
    case "MaxLength":
      return text.length <= tag.value;
    case "Pattern":
      return new RegExp(tag.value, "u").test(text);
    case "Format":
      return isOfFormat(tag.value, text);
    case "Silent":
      return true;
    case "Own":
      try {
        return Boolean(tag.holds(value as never));
      } catch {
        // Where it throws, it does not hold.
        return false;
      }
  }
}

/** Where a hole that begins at a place can end. */
function endsOf(hole: Hole, text: string, start: number): number[] {
  if (hole === "string") return Array.from({ length: text.length - start + 1 }, (_, more) => start + more);
  const ends: number[] = [];
  const first = text.charAt(start) === "-" ? start + 1 : start;
  let end = first;
  for (; areDigits(text.charAt(end)); end++) {
    // With fewer digits it is never read as infinite.
    if (end - first < 308 || read(hole, text.slice(start, end + 1))) ends.push(end + 1);
  }
  if (hole === "bigint" || end === first || text.charAt(end) !== ".") return ends;
  for (let more = end + 1; areDigits(text.charAt(more)); more++) if (ends.at(-1)! >= end) ends.push(more + 1);
  return ends;
}

function admitsTemplate(parts: Extract<Type, { template: unknown }>["template"], text: string): boolean {
  let places = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const place of places) {
      if ("hole" in part) for (const end of endsOf(part.hole, text, place)) next.add(end);
      else if (text.startsWith(part.text, place)) next.add(place + part.text.length);
    }
    places = next;
  }
  return places.has(text.length);
}

function admitsLiteral(literal: string | number | bigint | boolean, text: string): boolean {
  const value = read(typeof literal as Kind, text);
  if (!value) return false;
  return typeof literal === "number" || typeof literal === "bigint"
    ? compare(value.decimal!, decimalOf(literal)) === 0
    : value.value === literal;
}

/** Whether a type admits a text. */
export function admits(type: Type, text: string): boolean {
  if ("kind" in type) {
    const value = read(type.kind, text);
    return value !== undefined && type.tags.every((tag) => admitsTag(tag, value));
  }
  if ("literal" in type) return admitsLiteral(type.literal, text);
  if ("template" in type) {
    return admitsTemplate(type.template, text) && type.tags.every((tag) => admitsTag(tag, { text, value: text }));
  }
  if ("secret" in type) return text !== "" && admits(type.secret, text);
  if ("name" in type) return admits(type.of, text);
  return type.union.some((member) => admits(member, text));
}

/** A member of `env`. */
export interface Variable {
  readonly name: string;
  readonly type: Type;
  /** Whether it may be absent. */
  readonly isOptional: boolean;
}

/** What is wrong with a variable: nothing, or the kind of the violation. */
export function judge({ type, isOptional }: Variable, text: string | undefined): "missing" | "invalid" | undefined {
  if (text === undefined) return isOptional ? undefined : "missing";
  if (admits(type, text)) return undefined;
  return text === "" && isOptional ? undefined : "invalid";
}
