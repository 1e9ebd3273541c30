import { env } from "importspy";

/**
 * @importspy
 */
export type Contract = { env: { PORT: number } } | { env: { PORT: string } } | { env: { PORT: "a"; HOST: string } };

export const { PORT } = env<Contract>();
