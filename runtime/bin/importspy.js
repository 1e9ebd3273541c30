#!/usr/bin/env node
import module from "node:module";

// As TypeScript's own `tsc` does: a later run need not compile the compiler. Absent before Node.js 22.8.
module.enableCompileCache?.();
const { main } = await import("../dist/cli/main.js");
process.exitCode = await main(process.argv.slice(2));
