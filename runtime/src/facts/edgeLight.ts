import { host } from "./host.js";

/**
 * The global that Vercel documents, {@link https://edge-runtime.vercel.app/features/available-apis}. It has no version.
 */
export const edgeLightSign = (): unknown => host.EdgeRuntime;
