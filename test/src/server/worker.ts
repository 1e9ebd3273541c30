/**
 * A process that runs one command after another. TypeScript is loaded and compiled by then, which takes most of the time
 * of a command on a small project.
 *
 * @module
 */
import { createRequire } from "node:module";
import path from "node:path";
import v8 from "node:v8";
import type ts from "typescript";
import { compileHere } from "../compilers.ts";
import { END, type Ended, type Request } from "./protocol.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const BIN = path.join(root, "runtime/bin/importspy.cjs");
const LARGEST = 1_500_000_000;

const require = createRequire(path.join(root, "transformer/package.json"));
const { main } = require(path.join(root, "runtime/dist/cli/main.cjs")) as {
  main(args: readonly string[]): Promise<number>;
};

const typescript = require("typescript") as typeof ts;

/** TypeScript reads these once, since a process has one of each. */
function tellTypeScript(args: readonly string[]): void {
  Object.assign(typescript.sys, { args, getCurrentDirectory: () => process.cwd() });
}

function replaceVariables(env: Request["env"]): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}

async function run({ program, folder, args, env }: Request): Promise<number> {
  const bundlers = program === "bundler" ? await import("../hosts/build.ts") : undefined;
  await bundlers?.loadBundlers();
  process.chdir(folder);
  replaceVariables(env);
  process.argv = [process.execPath, BIN, ...args];
  if (program === "tspc") {
    const { code, printed } = compileHere(folder, "tspc", args);
    process.stdout.write(printed);
    return code;
  }
  tellTypeScript(args);
  if (!bundlers) return main(args);
  process.stdout.write(`\n${await bundlers.buildAll(...args)}`);
  return 0;
}

/** Takes back what a command leaves to the end of its process. */
function tidy(): void {
  process.chdir(root);
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners("error");
  v8.setFlagsFromString("--heap-growing-percent=0");
}

process.on("message", (request: Request) => {
  void run(request).then((code) => {
    tidy();
    const isLast = process.memoryUsage.rss() > LARGEST;
    process.stdout.write(END);
    process.stderr.write(END);
    process.send!({ code, isLast } satisfies Ended, () => isLast && process.disconnect());
  });
});
// The server has ended.
process.on("disconnect", () => process.exit());
