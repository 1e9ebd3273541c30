import { createRequire } from "node:module";
export const required = createRequire(import.meta.url);
