/**
 * The project that `transparency.test.ts` compiles with and without the plugin.
 *
 * @module
 */
import type { Files } from "../project.ts";

/** Compiler options with everything that is written beside JavaScript. */
export const OPTIONS = {
  target: "es2017",
  declaration: true,
  declarationMap: true,
  sourceMap: true,
  incremental: true,
  jsx: "preserve",
  resolveJsonModule: true,
  experimentalDecorators: true,
  lib: ["es2023"],
};

/** Files that the plugin must not touch. */
export const UNTOUCHED: Files = {
  // TypeScript prints unions in the order in which its checker first saw the members: contracts must not be first.
  "src/unions.ts": `export const platform = (mac: boolean) => (mac ? "darwin" : "linux");
export const level = (level: number) => (level > 2 ? "warn" : level > 1 ? "info" : "debug");
export const port = (test: boolean) => (test ? 8081 : 8080);
`,
  "src/language.tsx": `#!/usr/bin/env node
/*! A license. */
"use strict";
/** Elided. */
import type { Account } from "./payments.js";
import { platform } from "./unions.js";
import settings from "./settings.json" with { type: "json" };

/** A mention of \`@importspy { os: "linux" }\` is no contract. */
export enum Colour {
  red = "red",
}
export namespace Shapes {
  export const square = 4;
}
const sealed = (target: unknown) => void target;
@sealed
export class Box<Content> {
  #content?: Content;
  constructor(private readonly colour: Colour, content?: Content) {
    this.#content = content ?? undefined;
  }
  get(): Content | undefined {
    return this.colour ? this.#content : undefined; // Behind.
  }
}
export function overloaded(value: string): string;
export function overloaded(value: number): number;
export function overloaded(value: unknown): unknown {
  return value;
}
export async function* generated(account?: Account) {
  for await (const each of [platform(true), settings.currency]) yield { each, account };
}
/* At the end. */
`,
  "src/jsx.d.ts": "declare namespace JSX {\n  interface IntrinsicElements {\n    [name: string]: object;\n  }\n}\n",
  "src/element.tsx": "export const element = <main title='a'>{1 + 1}</main>;\n",
  "src/settings.json": '{ "currency": "EUR", "note": "@importspy" }\n',
  "src/script.cts": 'import settings = require("./settings.json");\nexport = settings.currency;\n',
  "src/barrel.ts": 'export * from "./unions.js";\nexport * as language from "./language.js";\n',
  "src/elided.ts":
    '/** Says who pays. */\nimport { Account } from "./payments.js";\nexport const later: Account | undefined = undefined;\n',
};

/** Files with a guard. Each \`marker…\` must be mapped to where it stands here. */
export const GUARDED: Files = {
  "src/payments.ts": `/*! A license. */

/**
 * Card payments.
 *
 * @importspy {
 *   os: "win32" | "linux" | "darwin";
 *   env: { PORT?: 8080 | 8081; LEVEL?: "debug" | "warn" | "info" };
 *   importer: { module: "src/main.ts" | "src/calls.cts" };
 * }
 */
import { platform } from "./unions.js";

export class Account {
  markerCents = 1;
}
export const markerPay = (account: Account) => platform(account.markerCents > 1);
`,
  "src/main.ts": `"use strict";
/** Documents an import. */
import { Account, markerPay } from "./payments.js"; // Behind.
import type { Box } from "./language.js";

export interface Paid {
  box?: Box<string>;
}
export const markerPaid = (markerPay)(new Account());   export const markerSpaced: Paid = {};
`,
  "src/ledger.cts": `/** @importspy { os: "darwin" | "win32" | "linux" } */
import fs = require("node:fs");
export const markerBook = () => fs.existsSync("ledger");
`,
  "src/calls.cts": `export function markerLoad(markerName: string) {
  const markerLedger = require("./ledger.cjs"), markerOther = markerName;
  return import("./payments.mjs" as string).then(() => import("./payments.js")).then((markerModule) => markerModule.markerPay, () => markerLedger || markerOther);
}
`,
};

/** What declarations say of contracts: the comments that TypeScript drops with the import below them, and who they are. */
export const PUBLISHED: Files = {
  "dist/payments.d.ts": `${/\/\*\*[\s\S]*?\*\/\n/.exec(GUARDED["src/payments.ts"]!)![0]}//# importspy {"package":"app","module":"src/payments.ts","line":6,"copy":"#…"}\n`,
  "dist/ledger.d.cts": `${/\/\*\*[\s\S]*?\*\/\n/.exec(GUARDED["src/ledger.cts"]!)![0]}//# importspy {"package":"app","module":"src/ledger.cts","line":1,"copy":"#…"}\n`,
};
