/**
 * @importspy {
 *   env: {
 *     B: number & Maximum<65535> & Default<70000>;
 *     C: "a" | "b" & Default<"c">;
 *     D: ("a" | "b") & Default<"c">;
 *     H: List<string, ";"> & Default<["a,b", "c"]>;
 *     I: Json<{ a: number }> & Default<{ a: "x" }>;
 *     J: Json<{ a: number }> & Default<{ a: 1 }>;
 *     L: boolean & Default<false>;
 *     M: bigint & Default<18446744073709551615n>;
 *     P: string & Format<"uri"> & Default<"nowhere">;
 *     Q?: 1 | 2 & Default<2>;
 *     S: List<number & Maximum<5>> & Default<[1, 6]>;
 *     T: List<number> & Default<[]>;
 *   };
 * }
 */
export {};
