/** The result of a comparison. `unknown` when neither answer can be proven. */
export type Answer = "yes" | "no" | "unknown";

/** Whether the answer is "yes" for all items. */
export function every<Item>(items: readonly Item[], ask: (item: Item) => Answer): Answer {
  let answer: Answer = "yes";
  for (const item of items) {
    const each = ask(item);
    if (each === "no") return "no";
    if (each === "unknown") answer = "unknown";
  }
  return answer;
}

/** Whether the answer is "yes" for one item. */
export function some<Item>(items: readonly Item[], ask: (item: Item) => Answer): Answer {
  return not(every(items, (item) => not(ask(item))));
}

/** The opposite answer. */
export const not = (answer: Answer): Answer => (answer === "yes" ? "no" : answer === "no" ? "yes" : "unknown");

/** A boolean as an answer. */
export const known = (holds: boolean): Answer => (holds ? "yes" : "no");

/** Whether a second one admits all that a first one admits. */
export interface Containment<Witness> {
  readonly answer: Answer;
  /** If not: some values that only the first one admits. */
  readonly witnesses: readonly Witness[];
  /** If not because of the exports of a package: which of them. */
  readonly exports?: { readonly place: string; readonly isMissing: boolean };
}
