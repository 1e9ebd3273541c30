import { host } from "./host.js";

/** The document of a page or the scope of a web worker, which Deno has, too; a browser's version is nobody's business. */
export const browserSign = (): unknown => host.document || host.WorkerGlobalScope;
