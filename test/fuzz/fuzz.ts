/**
 * `npm run fuzz`: judges a million texts by random contracts, and compares with what docs/contract.md says.
 *
 * @module
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { fuzzDiff } from "./diff.ts";
import { fuzz } from "./run.ts";

const HELP = `npm run fuzz -- [options]

Compiles random contracts, judges random texts by what was generated, and compares with what docs/contract.md says.

  --seed <n>         what is random; the seed of a run is printed
  --judgements <n>   at least as many, by default 1000000
  --diff <n>         instead, compares at least n pairs of contracts by importspy diff, each in 1,000 environments
  --help             this text
`;

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`--${name} takes a whole number, not ${text}`);
  return count;
}

/** Whether `importspy diff` is right about random contracts. */
function compareContracts(seed: number, wanted: number): void {
  // Some contracts have a mistake, and are left out.
  const contracts = Math.ceil(Math.sqrt(wanted) * 1.15);
  const { pairs, green, unknown, judged, failures } = fuzzDiff({ seed, contracts, environments: 1000 });
  for (const failure of failures) process.stdout.write(`${failure}\n\n`);
  const count = (value: number) => value.toLocaleString("en");
  process.stdout.write(
    `seed ${seed}: ${count(pairs)} pairs, ${count(green)} minor or a patch, in ${count(judged)} environments, ` +
      `${((unknown / pairs) * 100).toFixed(1)} % cannot be told, ${failures.length} wrong\n`,
  );
  if (failures.length) process.exitCode = 1;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seed: { type: "string" },
      judgements: { type: "string", default: "1000000" },
      diff: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const seed = values.seed === undefined ? randomInt(2 ** 32) : readCount("seed", values.seed);
  if (values.diff !== undefined) {
    compareContracts(seed, readCount("diff", values.diff));
    return;
  }
  const wanted = readCount("judgements", values.judgements);
  process.stdout.write(`seed ${seed}\n`);
  const start = performance.now();
  const progress = (judgements: number) => {
    const rate = Math.round((judgements / (performance.now() - start)) * 1000).toLocaleString("en");
    process.stderr.write(`\r\x1b[2K${judgements.toLocaleString("en")} judgements, ${rate} a second`);
  };
  const result = fuzz({ seed, judgements: wanted, ...(process.stderr.isTTY && { progress }) });
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[2K");
  for (const disagreement of result.disagreements) process.stdout.write(`${disagreement}\n\n`);
  process.stdout.write(
    `${result.judgements.toLocaleString("en")} judgements of ${result.contracts.toLocaleString("en")} contracts, ` +
      `${result.refused.toLocaleString("en")} refused, ${result.disagreements.length} disagreements, ` +
      `${Math.round((performance.now() - start) / 1000)} s\n`,
  );
  if (result.disagreements.length) process.exitCode = 1;
}

try {
  main();
} catch (error) {
  if (!(error instanceof RangeError) && (error as NodeJS.ErrnoException).code !== "ERR_PARSE_ARGS_UNKNOWN_OPTION")
    throw error;
  process.stderr.write(`fuzz: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
