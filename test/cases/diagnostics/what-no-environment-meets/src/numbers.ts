/**
 * @importspy {
 *   env: {
 *     RANGE: number & Minimum<5> & Maximum<3>;
 *     TOUCHING: bigint & ExclusiveMinimum<9007199254740993n> & Maximum<9007199254740993n>;
 *     LENGTH: string & MinLength<3> & MaxLength<2>;
 *     EDGE: bigint & Minimum<1n> & ExclusiveMaximum<2n>;
 *   };
 * }
 */
export const numbers = 1;
