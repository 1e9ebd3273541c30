import type { CheckedCondition } from "../analysis/model.js";
import { suggest } from "./suggest.js";
import { type Checking, isSettled, literalSpan, type Member, printType, stringLiteralsOf } from "./types.js";

/** The names that each field admits. */
export const NAMES = {
  /** {@link https://nodejs.org/api/process.html#processplatform} */
  os: ["aix", "android", "cygwin", "darwin", "freebsd", "haiku", "linux", "netbsd", "openbsd", "sunos", "win32"],
  /** {@link https://nodejs.org/api/process.html#processarch} */
  arch: ["arm", "arm64", "ia32", "loong64", "mips", "mipsel", "ppc64", "riscv64", "s390x", "x64"],
  libc: ["glibc", "musl"],
  runtime: ["node", "bun", "deno", "workerd", "edge-light", "electron", "browser"],
} as const;

/** How each field is to be written, for messages. */
const EXAMPLES = { os: '"linux" | "darwin"', arch: '"x64" | "arm64"', libc: '"glibc"' } as const;

/**
 * Checks `os`, `arch` or `libc`: a string literal or a union of them, each one of Node's names.
 *
 * @param context - The program and its report.
 * @param member - The field.
 * @returns The condition, or `undefined` after reporting why there is none.
 */
export function checkName(context: Checking, member: Member): CheckedCondition | undefined {
  const { report } = context;
  const field = member.name as keyof typeof EXAMPLES;
  if (isSettled(context, member, field)) return undefined;
  const texts = stringLiteralsOf(member.type);
  const known: readonly string[] = NAMES[field];
  if (!texts) {
    report("notAName", member.valueSpan, field, printType(context, member.type), EXAMPLES[field]);
    return undefined;
  }
  const unknown = texts.filter((text) => !known.includes(text));
  for (const text of unknown) {
    report("unknownName", literalSpan(context, member, text), text, field, suggest(text, known));
  }
  if (unknown.length) return undefined;
  const expected = texts.map((text) => JSON.stringify(text)).join(" | ");
  return { path: field, expected, optional: member.optional, type: member.type, span: member.valueSpan };
}
