import v8 from "node:v8";

/** How long a server waits before it collects: the first answers come first. */
const QUIET_MS = 500;

/** The newest V8 that was tested (Node.js 26). An engine prints a warning for a flag that it does not know. */
const NEWEST_V8 = 14;

/** Sets flags of V8 at run time, if this version is known to support them. */
function setFlags(...flags: readonly string[]): void {
  const { v8: version = "", bun } = process.versions;
  if (bun || Number.parseInt(version, 10) > NEWEST_V8) return;
  for (const flag of flags) v8.setFlagsFromString(flag);
}

/**
 * Lets V8's old generation grow by about twenty times between two collections, within the same limit
 * (`--max-old-space-size`, or the memory of the machine). A compiler keeps what it allocates, so collections find
 * nothing to free. They took 6 % of the time of a build.
 *
 * @returns Restores V8's own setting. A watching build needs it, because it drops a program at every change.
 */
export function deferCollections(): () => void {
  const setGrowth = (percent: number) => setFlags(`--heap-growing-percent=${percent}`);
  setGrowth(2000);
  return () => setGrowth(0);
}

/** The oldest V8 that is known to have these flags (Node.js 24). */
const COUNTING_V8 = 13;

/**
 * Lets V8 optimize functions later, after ten times as many calls. A build beside another compiler is over before that
 * pays: its threads took 7 % of the processor time of a build of ten contracts.
 *
 * @returns Restores V8's own setting, for a program of all files.
 */
export function deferOptimizing(): () => void {
  const setCounts = (maglev: number, turbofan: number) => {
    if (Number.parseInt(process.versions.v8 ?? "", 10) < COUNTING_V8) return;
    setFlags(`--invocation-count-for-maglev=${maglev}`, `--invocation-count-for-turbofan=${turbofan}`);
  };
  setCounts(4000, 30_000);
  return () => setCounts(400, 3000);
}

/**
 * Keeps V8's young generation at its initial size, for a long-running process. A server needs 16 MB less, and its first
 * program takes 5 % longer.
 */
export function keepYoungGenerationSmall(): void {
  setFlags("--semi-space-growth-factor=1");
}

/**
 * Lets V8's old generation grow only by a twelfth between two collections. A server keeps one program, and each edit
 * leaves 3 MB of the old checker. V8's own setting would let the memory grow to twice the size of the program.
 */
export function keepOldGenerationSmall(): void {
  setFlags("--heap-growing-percent=8", "--expose-gc");
  // V8 applies it at the next collection, which its earlier setting puts off until the heap has grown by a third.
  // Only a server needs it.
  const vm = require("node:vm") as typeof import("node:vm");
  const collect = vm.runInNewContext("globalThis.gc") as (() => void) | undefined;
  setTimeout(() => collect?.(), QUIET_MS).unref();
}
