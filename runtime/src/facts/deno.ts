import { host } from "./host.js";

/** {@link https://docs.deno.com/api/deno/~/Deno.version} */
export const denoVersion = (): string | undefined => host.Deno?.version?.deno;
