/**
 * @importspy {
 *   env: {
 *     PORT?: number;
 *     AMOUNT: bigint | undefined;
 *     DEBUG?: boolean;
 *     LEVEL?: "debug" | "info";
 *     ENDPOINT?: string & Format<"uri">;
 *     NAME?: string & MinLength<1>;
 *     KEY?: Secret;
 *     SHARDS?: 1 | 2 | "auto";
 *     TOKEN?: `sk_${string}`;
 *   };
 * }
 * @importspy { env: { NUMBER: number; SECRET: Secret; TEXT: string; TEMPLATE: `${string}`; PATTERN: string & Pattern<"^a*$"> } }
 */
export const ready = true;
