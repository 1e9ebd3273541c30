import { host } from "./host.js";

/** What Vercel's edge runtime documents, {@link https://edge-runtime.vercel.app/features/available-apis}; it tells no version. */
export const edgeLightSign = (): unknown => host.EdgeRuntime;
