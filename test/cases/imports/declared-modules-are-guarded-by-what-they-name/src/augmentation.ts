import type {} from "./augmented.js";

/** @importspy { env: { TOKEN: string } } */
declare module "./augmented.js" {
  interface Price {
    currency: string;
  }
}
