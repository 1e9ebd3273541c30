import { setTimeout as wait } from "node:timers/promises";

/** How long tests wait at most for what must come: a machine may be many times slower than the one that they were written on. */
export const LONGEST_WAIT = 180_000;

/**
 * Asks again and again, until the answer is as expected.
 *
 * @param ask - Gives an answer.
 * @param expected - What the answer must come to match.
 * @throws Error with the last answer when it does not.
 */
export async function eventually(ask: () => Promise<string>, expected: RegExp): Promise<void> {
  const limit = Date.now() + LONGEST_WAIT;
  for (;;) {
    const answer = await ask();
    if (expected.test(answer)) return;
    if (Date.now() > limit) throw new Error(`${expected} was expected, but it is:\n${answer}`);
    await wait(50);
  }
}
