import { process } from "./host.js";

/** {@link https://bun.sh/guides/util/detect-bun} */
export const bunVersion = (): string | undefined => process.versions?.bun;
