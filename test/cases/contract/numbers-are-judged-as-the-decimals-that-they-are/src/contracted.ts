/**
 * @importspy {
 *   env: {
 *     CENTS: number & MultipleOf<0.01>;
 *     TENTHS: number & MultipleOf<0.1>;
 *     THIRDS: number & MultipleOf<-0.3>;
 *     MOST: number & Maximum<9007199254740992>;
 *     LEAST: number & Minimum<0.3>;
 *     ABOVE: number & ExclusiveMinimum<9007199254740992>;
 *     BELOW: number & ExclusiveMaximum<1>;
 *     WHOLE: number & Type<"int32">;
 *     ONE: 1 | 2;
 *     TENTH: 0.1;
 *     POWER: 18446744073709551616;
 *     ZERO: 0;
 *     WIDE: number & Type<"float">;
 *   };
 * }
 */
export const ready = true;
