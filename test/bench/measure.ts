import { spawn } from "node:child_process";
import path from "node:path";

/** What one run cost. */
export interface Cost {
  /** Milliseconds from start to end. */
  readonly wall: number;
  /** Milliseconds of processor time, all threads together: moves less than `wall` when the machine is busy. */
  readonly cpu: number;
}

/** The runs of two rivals, each pair one after the other. */
export interface Pairs {
  readonly without: readonly Cost[];
  readonly with: readonly Cost[];
}

const CPU_PROBE = path.join(import.meta.dirname, "cpu.cjs");

/** The value below which a part of the values lies, `0.5` for the median; between two of them where it falls between. */
function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const below = sorted[Math.floor(position)]!;
  return below + (sorted[Math.ceil(position)]! - below) * (position % 1);
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** What pairs say: their median, and the two values between which the middle half of them lies. */
export interface Summary {
  readonly value: number;
  readonly half: readonly [from: number, to: number];
}

/** Sums up what `compare` says of each pair. */
export function summarize(
  pairs: Pairs,
  kind: keyof Cost,
  compare: (without: number, withGuards: number) => number,
): Summary {
  const values = pairs.without.map((cost, index) => compare(cost[kind], pairs.with[index]![kind]));
  return { value: median(values), half: [quantile(values, 0.25), quantile(values, 0.75)] };
}

/** Runs Node once and takes what it cost. Throws when the process fails: a failed run measures nothing. */
export function runNode(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Cost & { readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, ["--require", CPU_PROBE, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    const texts = ["", "", "", ""];
    child.stdio.forEach((stream, index) => {
      stream?.on("data", (chunk: Buffer) => {
        texts[index] += String(chunk);
      });
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const wall = performance.now() - start;
      const [, stdout = "", stderr = "", cpu = ""] = texts;
      if (code === 0) resolve({ wall, cpu: Number(cpu), stdout });
      else reject(new Error(`node ${args.join(" ")} ended with ${code}\n${stdout}${stderr}`));
    });
  });
}

/**
 * Measures two rivals alternately, after one run of each that does not count.
 *
 * @param runs - Number of pairs.
 * @param rivals - Each runs once and says what that cost.
 * @param progress - Told after each pair.
 */
export async function measurePairs(
  runs: number,
  rivals: { readonly without: () => Promise<Cost>; readonly with: () => Promise<Cost> },
  progress: (text: string) => void,
): Promise<Pairs> {
  await rivals.without();
  await rivals.with();
  const pairs = { without: [] as Cost[], with: [] as Cost[] };
  for (let run = 0; run < runs; run++) {
    pairs.without.push(await rivals.without());
    pairs.with.push(await rivals.with());
    const last = pairs.with[run]!.wall / pairs.without[run]!.wall;
    progress(`${run + 1}/${runs} ${last.toFixed(3)}`);
  }
  return pairs;
}
