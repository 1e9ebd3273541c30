/**
 * @importspy {
 *   env: {
 *     A: number & Default<"3000">;
 *     E: Secret & Default<"x">;
 *     F: List<number> & Default<[1, "2"]>;
 *     G: List<string> & Default<["a,b"]>;
 *     K: boolean & Default<1>;
 *     N: string & Default<string>;
 *     O: (string & Default<"a">) | (number & Default<1>);
 *     R: Default<"x">;
 *     U: number & Default<1e400>;
 *     V: List<number> & Default<[1e400]>;
 *     W: Json<{ a: number }> & Default<{ a: 1e400 }>;
 *     X: string & Default<"a"> & Default<"b">;
 *   };
 * }
 */
export {};
