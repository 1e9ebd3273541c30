/// <reference types="node" preserve="true" />
/** @importspy { os: "linux" | "darwin" | "win32" } */
import { EventEmitter } from "node:events";

export const events: NodeJS.EventEmitter = new EventEmitter();
