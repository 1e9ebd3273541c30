// This file is required, and loads what it requires with import(…).
import { mode } from "../a/mod.js";
const text = String("hello");
console.log(text, mode, await import(("node:path")) !== undefined);
