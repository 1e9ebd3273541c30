/** Random numbers that a seed gives, the same on every machine. */
export interface Random {
  /** An integer from 0 to below a limit. */
  below(limit: number): number;
  /** Whether something with this probability happens. */
  chance(probability: number): boolean;
  /** One of some. */
  pick<Value>(values: readonly Value[]): Value;
  /** Some of some, in their order, each with this probability. */
  some<Value>(values: readonly Value[], probability: number): Value[];
  /** As many results as a number between two says. */
  times<Value>(least: number, most: number, make: () => Value): Value[];
}

/** Makes a source of random numbers: mulberry32, {@link https://github.com/cprosche/mulberry32}. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const chance = (probability: number): boolean => next() < probability;
  return {
    below,
    chance,
    pick: (values) => values[below(values.length)]!,
    some: (values, probability) => values.filter(() => chance(probability)),
    times: (least, most, make) => Array.from({ length: least + below(most - least + 1) }, make),
  };
}
