/** What is known of a question: nothing is guessed. */
export type Answer = "yes" | "no" | "unknown";

/** Whether all of some hold. */
export function every<Item>(items: readonly Item[], ask: (item: Item) => Answer): Answer {
  let answer: Answer = "yes";
  for (const item of items) {
    const each = ask(item);
    if (each === "no") return "no";
    if (each === "unknown") answer = "unknown";
  }
  return answer;
}

/** Whether one of some holds. */
export function some<Item>(items: readonly Item[], ask: (item: Item) => Answer): Answer {
  return not(every(items, (item) => not(ask(item))));
}

/** The contrary. */
export const not = (answer: Answer): Answer => (answer === "yes" ? "no" : answer === "no" ? "yes" : "unknown");

/** What is certain. */
export const known = (holds: boolean): Answer => (holds ? "yes" : "no");

/** Whether all that one admits is admitted by the other, and what is not. */
export interface Containment<Witness> {
  readonly answer: Answer;
  /** Where it is not: some of what only the first admits. */
  readonly witnesses: readonly Witness[];
}
