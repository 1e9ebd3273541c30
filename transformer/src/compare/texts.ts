/**
 * Compares unions of literals and templates. It reads all possible texts at once, character by character, and keeps the
 * set of positions that each pattern can be in, like a finite automaton.
 *
 * @module
 */
import type { ValueMember } from "importspy/dist/artifacts.cjs";
import type { Containment } from "./answer.js";

/** A position in a pattern: the part, and for a numeral how much of it is read. */
type Place = number;
type Part = string | 1 | 2 | 4;

const NUMERAL_STATES = 5;

/** A literal or template as characters and holes. `string` is one hole. */
function partsOf({ literal, template }: ValueMember): readonly Part[] {
  if (literal !== undefined) return [...literal];
  if (!template) return [1];
  return template.flatMap((part): readonly Part[] => (typeof part === "string" ? [...part] : [part as Part]));
}

const isDigit = (character: string) => character >= "0" && character <= "9" && character.length === 1;

/** Reads texts through one pattern. */
class Walker {
  private readonly parts: readonly Part[];

  constructor(member: ValueMember) {
    this.parts = partsOf(member);
  }

  /** A position is `part * NUMERAL_STATES + state`. */
  start(): ReadonlySet<Place> {
    return this.close([0]);
  }

  private close(places: Iterable<Place>): ReadonlySet<Place> {
    const closed = new Set<Place>();
    const add = (place: Place): void => {
      if (closed.has(place)) return;
      closed.add(place);
      const part = this.parts[Math.floor(place / NUMERAL_STATES)];
      const state = place % NUMERAL_STATES;
      // A `string` hole may end at any position, a numeral only after a digit.
      if (part === 1 || ((part === 2 || part === 4) && (state === 2 || state === 4)))
        add((Math.floor(place / NUMERAL_STATES) + 1) * NUMERAL_STATES);
    };
    for (const place of places) add(place);
    return closed;
  }

  next(places: ReadonlySet<Place>, character: string): ReadonlySet<Place> {
    const reached: Place[] = [];
    for (const place of places) {
      const index = Math.floor(place / NUMERAL_STATES);
      const part = this.parts[index];
      const state = place % NUMERAL_STATES;
      if (part === undefined) continue;
      if (part === 1) reached.push(place);
      else if (typeof part === "string") {
        if (part === character) reached.push((index + 1) * NUMERAL_STATES);
      } else if (state === 0 && character === "-") reached.push(place + 1);
      else if (state <= 1 && isDigit(character)) reached.push(index * NUMERAL_STATES + 2);
      else if (state === 2 && isDigit(character)) reached.push(place);
      else if (state === 2 && part === 2 && character === ".") reached.push(place + 1);
      else if (state >= 3 && isDigit(character)) reached.push(index * NUMERAL_STATES + 4);
    }
    return this.close(reached);
  }

  isAtEnd(places: ReadonlySet<Place>): boolean {
    return places.has(this.parts.length * NUMERAL_STATES);
  }
}

/** The texts of one pattern, without those of other patterns. */
export interface Language {
  readonly is: ValueMember;
  readonly not: readonly ValueMember[];
}

/** The characters that need to be tried: those in the patterns, and one that is in none of them. */
function alphabetOf(members: readonly ValueMember[]): readonly string[] {
  const own = new Set(members.flatMap((member) => partsOf(member).filter((part) => typeof part === "string")));
  const hasNumerals = members.some((member) => partsOf(member).some((part) => part === 2 || part === 4));
  const unused = (candidates: string) => [...candidates].find((character) => !own.has(character));
  const others = [unused("xyzabcdefghijklmnopqrstuvw~^é"), ...(hasNumerals ? ["-", ".", unused("1234567890")] : [])];
  return [...own, ...others.filter((each) => each !== undefined && !own.has(each))] as string[];
}

const MOST_STATES = 20_000;
const ENOUGH = 4;

/**
 * Whether some languages contain all texts of others.
 *
 * @param inner - The languages whose texts must be contained.
 * @param outer - The languages that must contain them.
 */
export function containsTexts(inner: readonly Language[], outer: readonly Language[]): Containment<string> {
  const members = [...inner, ...outer].flatMap(({ is, not }) => [is, ...not]);
  const walkers = members.map((member) => new Walker(member));
  const alphabet = alphabetOf(members);
  let at = 0;
  const readers = [inner, outer].map((languages) =>
    languages.map(({ not }) => {
      const first = at;
      at += not.length + 1;
      return { first, end: at };
    }),
  );
  const isIn = (side: 0 | 1, ends: readonly boolean[]) =>
    readers[side]!.some(({ first, end }) => ends[first] && !ends.slice(first + 1, end).includes(true));
  const keyOf = (state: readonly ReadonlySet<Place>[]) =>
    state.map((places) => [...places].sort((a, b) => a - b).join()).join("|");
  let front: { readonly text: string; readonly state: readonly ReadonlySet<Place>[] }[] = [
    { text: "", state: walkers.map((walker) => walker.start()) },
  ];
  const seen = new Set(front.map(({ state }) => keyOf(state)));
  const witnesses: string[] = [];
  while (front.length && witnesses.length < ENOUGH) {
    const reached: typeof front = [];
    for (const { text, state } of front) {
      const ends = state.map((places, index) => walkers[index]!.isAtEnd(places));
      if (isIn(0, ends) && !isIn(1, ends)) witnesses.push(text);
      for (const character of alphabet) {
        const next = state.map((places, index) => walkers[index]!.next(places, character));
        const key = keyOf(next);
        // No text of the first ones can start this way.
        const isDead = readers[0]!.every(({ first }) => !next[first]!.size);
        if (isDead || seen.has(key)) continue;
        if (seen.size > MOST_STATES) return { answer: witnesses.length ? "no" : "unknown", witnesses };
        seen.add(key);
        reached.push({ text: text + character, state: next });
      }
    }
    front = reached;
  }
  if (witnesses.length) return { answer: "no", witnesses };
  return { answer: isExact(inner, outer) ? "yes" : "unknown", witnesses };
}

/** The walk does not count digits, and a numeral with more than 308 digits may be out of range for a number. */
function isExact(inner: readonly Language[], outer: readonly Language[]): boolean {
  const has = (languages: readonly Language[], holes: readonly number[]) =>
    languages.some(({ is, not }) =>
      [is, ...not].some(({ template }) => template?.some((part) => holes.includes(part as number))),
    );
  return !has(outer, [2]) || !has(inner, [2, 4]) || JSON.stringify(inner) === JSON.stringify(outer);
}
