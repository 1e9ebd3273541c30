import { type Default, env, type List, type Maximum, type Secret } from "importspy";

/** @importspy */
export interface Settings {
  os: "linux" | "darwin";
  env: {
    PORT: number & Maximum<65535> & Default<3000>;
    ORIGINS: List<string> & Default<[]>;
    SESSION_KEY: Secret;
  };
}

export const settings = env<Settings>();
