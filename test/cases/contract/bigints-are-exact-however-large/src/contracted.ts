/**
 * @importspy {
 *   env: {
 *     LITERAL: 9007199254740993n;
 *     NEGATIVE: -9007199254740993n | 5n;
 *     HIDDEN: Secret<18446744073709551617n>;
 *     MIXED: 9007199254740993n | "auto" | (number & Maximum<1>);
 *     MOST: bigint & Maximum<9007199254740993n>;
 *     STEP: bigint & MultipleOf<9007199254740993n>;
 *     SIGNED: bigint & Type<"int64">;
 *     UNSIGNED: bigint & Type<"uint64">;
 *     SIGNED_NUMBER: number & Type<"int64">;
 *     UNSIGNED_NUMBER: number & Type<"uint64">;
 *   };
 * }
 */
export const ready = true;
