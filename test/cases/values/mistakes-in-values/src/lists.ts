/**
 * @importspy {
 *   env: {
 *     A: List<Secret>;
 *     B: List<string & Default<"x">>;
 *     C: List<string, "">;
 *     D: List<string> | "none";
 *     E: List<string> & MinLength<3>;
 *     F: List<{ a: string }>;
 *     G: List<number & Maximum<"x">>;
 *     H: List<1 | 2 | true>;
 *     I?: List<`v${number}`, "; ">;
 *     J: Secret<List<string>>;
 *     K: List<List<string>>;
 *     L: List<"a,b" | "c">;
 *     M: List<" a" | "b">;
 *     N: List<"" | "a">;
 *     O: List<5 | 10, "0">;
 *     P: List<"a,b" | "c d", ";">;
 *   };
 * }
 */
export {};
