import type { Limit } from "./limits.js";

const most = 18446744073709551615;
enum Big {
  Id = 9007199254740993,
}
/**
 * @importspy {
 *   env: {
 *     LITERAL: 9007199254740993 | 1;
 *     NEGATIVE: -9_007_199_254_740_993;
 *     HEXADECIMAL: 0x20000000000001;
 *     MOST: number & Maximum<18446744073709551615>;
 *     STEP: number & MultipleOf<0.1000000000000000000001>;
 *     TINY: number & ExclusiveMinimum<1e-400>;
 *     ENUM: Big;
 *     CONSTANT: typeof most;
 *     ELSEWHERE: number & Limit;
 *     EXACT: 9007199254740992 | 1_000e-3 | 0.1 | 1e21 | 0xff | 18446744073709551616;
 *     NOT_EXACT: number & Minimum<9223372036854776000>;
 *     BIG: 9007199254740993n | -18446744073709551615n;
 *   };
 * }
 */
export const ready = [Big.Id, most];
