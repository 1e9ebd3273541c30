import assert from "node:assert/strict";

/** Variables whose values have one of these texts are secrets, whatever a test is about. */
export const SECRET = /t0psecret|hunter\d|sk_live/g;

/**
 * Asserts that a program has not told what it was given in secret: whatever runs programs for tests asks this of all that
 * they print.
 *
 * @param output - What it printed.
 * @param env - The variables that it was given.
 * @param args - Its arguments; `NAME=value` among them gives it a variable, too.
 */
export function assertHidden(
  output: string,
  env: Readonly<Record<string, string | undefined>> = {},
  args: readonly string[] = [],
): void {
  const named = args.flatMap((each) => /^(?:--env=)?(\w+)=(.*)$/s.exec(each)?.slice(1) ?? []);
  const pairs = named.flatMap((name, index) => (index % 2 ? [] : [[name, named[index + 1]] as const]));
  for (const [name, value = ""] of [...Object.entries(env), ...pairs]) {
    for (const sign of value.match(SECRET) ?? [])
      assert.ok(!output.includes(sign), `the output has a secret, the value of ${name}:\n${output}`);
  }
}
