import { env, type Default, type Format, type Json, type List, type Maximum, type Secret } from "importspy";

/** @importspy */
export interface Contract {
  env: {
    PORT: number & Maximum<65535> & Default<3000>;
    ORIGINS: List<string & Format<"uri">> & Default<["https://localhost"]>;
    FLAGS?: Json<{ beta: boolean; limits: (number & Maximum<100>)[]; name?: string }>;
    STRIPE_KEY: Secret;
    BIG?: bigint;
    IDS: List<bigint> & Default<[1n, 20n]>;
    ON: boolean & Default<false>;
    LEVEL: "debug" | "info" | "warn";
    URL?: string & Format<"uri">;
  };
}

const { PORT, ORIGINS, FLAGS, STRIPE_KEY, BIG, IDS, ON, LEVEL, URL } = env<Contract>();
export const port: number = PORT;
export const origins: readonly string[] = ORIGINS;
export const beta: boolean | undefined = FLAGS?.beta;
export const limits: readonly number[] = FLAGS?.limits ?? [];
export const big: bigint | undefined = BIG;
export const ids: readonly bigint[] = IDS;
export const on: boolean = ON;
export const level: "debug" | "info" | "warn" = LEVEL;
export const url: string | undefined = URL;
export const key = STRIPE_KEY;
export const isFrozen = () => Object.isFrozen(env<Contract>()) && Object.isFrozen(ORIGINS) && Object.isFrozen(FLAGS ?? Object.freeze({}));
export const isOne = () => env<Contract>() === env<Contract>();
