const needs = { env: { QUEUE: "q" } } as const;
/** @importspy {typeof needs} */
export const ready = needs;
