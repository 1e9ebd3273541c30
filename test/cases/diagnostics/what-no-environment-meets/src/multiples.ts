/**
 * @importspy {
 *   env: {
 *     TENS: number & MultipleOf<10> & Minimum<1> & Maximum<9>;
 *     PARTS: number & MultipleOf<0.25> & ExclusiveMinimum<-0.5> & ExclusiveMaximum<-0.25>;
 *     PORT: number & Type<"uint32"> & ExclusiveMinimum<80> & ExclusiveMaximum<81>;
 *     BETWEEN: bigint & ExclusiveMinimum<1n> & ExclusiveMaximum<2n>;
 *     EDGE: number & MultipleOf<0.1> & Minimum<0.3> & Maximum<0.3>;
 *     ZERO: number & MultipleOf<-7> & ExclusiveMinimum<-7> & ExclusiveMaximum<7>;
 *     LARGE: bigint & MultipleOf<9007199254740993n> & Minimum<1n> & Maximum<9007199254740993n>;
 *   };
 * }
 */
export const multiples = 1;
