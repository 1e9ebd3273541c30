/** @importspy { env: { TEXT: string; NUMBER: number; BIGINT: bigint; BOOLEAN: boolean; OPTIONAL?: number; ABSENT: string | undefined } } */
export const ready = true;
