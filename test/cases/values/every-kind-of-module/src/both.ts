import { ContractViolationError, env as read } from "importspy";

/** @importspy */
export interface Contract {
  env: { PORT: number };
}

export const isRefusal = (error: unknown) => error instanceof ContractViolationError;
export const port = () => read<Contract>().PORT;
