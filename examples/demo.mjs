// The main job on this machine's real environment: builds examples/payments with tspc, runs it admitted and refused.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, "examples", "payments");
const tspc = path.join(root, "node_modules", "ts-patch", "bin", "tspc.js");

/** Runs Node in the example's folder and shows what it prints. */
function run(title, args, variables = {}) {
  const { DATABASE_URL, LOG_LEVEL, STRIPE_KEY, PORT, ...env } = process.env;
  console.log(`\n$ ${title}\n`);
  const { status } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: { ...env, ...variables },
    stdio: "inherit",
  });
  console.log(`\n(exit code ${status})`);
  return status;
}

const admitted = { DATABASE_URL: "postgres://localhost/shop", LOG_LEVEL: "info", STRIPE_KEY: "sk_demo" };
const outcomes = [
  run("tspc -p examples/payments", [tspc, "-p", "."]) === 0,
  run("DATABASE_URL=… LOG_LEVEL=info STRIPE_KEY=… node dist/main.js", ["dist/main.js"], admitted) === 0,
  run("LOG_LEVEL=verbose node dist/main.js", ["dist/main.js"], { LOG_LEVEL: "verbose" }) === 1,
];
const isAsPromised = outcomes.every(Boolean);
console.log(isAsPromised ? "\nAdmitted once, refused once, as promised." : "\nThis is not what was to be shown.");
process.exitCode = isAsPromised ? 0 : 1;
