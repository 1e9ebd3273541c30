#!/usr/bin/env node
"use strict";
const { enableCompileCache } = require("node:module");

// As TypeScript's own `tsc` does: a later run need not compile the compiler. Absent before Node.js 22.8.
enableCompileCache?.();
require("../dist/cli/main.cjs")
  .main(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  });
