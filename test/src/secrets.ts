import assert from "node:assert/strict";

/** Variables whose values have one of these texts are secrets, whatever a test is about. */
const SECRET = /t0psecret|hunter\d|sk_live/g;

/**
 * Asserts that a program has not told what it was given in secret: whatever runs programs for tests asks this of all that
 * they print.
 *
 * @param output - What it printed.
 * @param env - The variables that it was given.
 */
export function assertHidden(output: string, env: Readonly<Record<string, string | undefined>> = {}): void {
  for (const [name, value = ""] of Object.entries(env)) {
    for (const sign of value.match(SECRET) ?? [])
      assert.ok(!output.includes(sign), `the output has a secret, the value of ${name}:\n${output}`);
  }
}
