import { host } from "./host.js";

/** The document of a page, or the scope of a web worker, which Deno has too. A browser's version is not read. */
export const browserSign = (): unknown => host.document || host.WorkerGlobalScope;
