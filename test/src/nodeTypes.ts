import type { Files } from "./project.ts";

/** What projects of tests use of `@types/node`. A compiler that starts takes half a second to read the whole. */
export const NODE_TYPES: Files = {
  "node_modules/@types/node/package.json": `{ "name": "@types/node", "version": "22.0.0", "types": "index.d.ts" }`,
  "node_modules/@types/node/index.d.ts": `
interface ImportMeta { url: string; dirname: string }
interface Console { log(...values: any[]): void }
declare var console: Console;
declare var process: {
  argv: string[];
  env: { [name: string]: string | undefined };
  exit(code?: number): never;
  getBuiltinModule(name: "module"): typeof import("node:module");
};
declare var __filename: string;
declare var __dirname: string;
declare namespace NodeJS {
  interface EventEmitter { emit(name: string): boolean }
  interface Require { (id: string): any; resolve(id: string): string; main: Module | undefined }
  interface Module { require(id: string): any }
}
declare var require: NodeJS.Require;
declare var module: NodeJS.Module;
declare module "fs" {
  export function readFileSync(file: string): any;
  export function existsSync(file: string): boolean;
}
declare module "node:fs" {
  export * from "fs";
}
declare module "node:events" {
  export class EventEmitter implements NodeJS.EventEmitter { emit(name: string): boolean }
}
declare module "module" {
  class Module {}
  namespace Module {
    export { Module };
    export function createRequire(from: string | URL): NodeJS.Require;
  }
  export = Module;
}
declare module "node:module" {
  import Module = require("module");
  export = Module;
}
declare module "node:url" {
  export function fileURLToPath(url: string | URL): string;
  export function pathToFileURL(path: string): URL;
}
declare module "node:worker_threads" {
  export const parentPort: { postMessage(value: any): void } | null;
  export class Worker {
    constructor(file: string | URL, options?: object);
    on(event: string, listener: (value: any) => void): this;
  }
}
interface URL { href: string }
declare var URL: typeof globalThis extends { onmessage: any; URL: infer T }
  ? T
  : { new (url: string, base?: string | URL): URL; prototype: URL };
declare module "node:path" {
  export function join(...parts: string[]): string;
}
`,
};
