interface Needs<Name extends string, Value> {
  env: Record<Name, Value>;
}
/** @importspy {Needs<"TOKEN" | "QUEUE", string & MinLength<1>> & { env: Partial<Record<"DEPTH", number>> }} */
export const ready = true;
