import { existsSync } from "node:fs";

/** The Chromium of this machine. */
export const chromiumPath = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((file) => file !== undefined && existsSync(file));

/** Why tests in a browser are skipped, if they are. */
export const skipsBrowser = chromiumPath === undefined && "there is no Chromium on this machine (CHROMIUM names one)";
