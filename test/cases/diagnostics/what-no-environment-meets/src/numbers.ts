/**
 * @importspy {
 *   env: {
 *     STEP: number & Minimum<1> & Maximum<4> & MultipleOf<5>;
 *     WHOLE: number & Type<"int32"> & ExclusiveMinimum<1> & ExclusiveMaximum<2>;
 *     LARGE: bigint & ExclusiveMinimum<9007199254740993n> & ExclusiveMaximum<9007199254740994n>;
 *     BOTH: number & Minimum<-5> & Maximum<5> & MultipleOf<0.4> & Type<"int32">;
 *     FINE: number & Minimum<-7> & Maximum<-5> & MultipleOf<3>;
 *     EDGE: bigint & Minimum<1n> & ExclusiveMaximum<2n>;
 *   };
 * }
 */
export const numbers = 1;
