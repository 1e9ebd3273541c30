import type { Maximum, Secret } from "importspy";

/** @importspy */
export interface Deployment {
  env: { TOKEN: Secret; PORT: number & Maximum<65535> };
}
export const deployed = true;
