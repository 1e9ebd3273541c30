interface Tree {
  name: string;
  children: Tree[];
}
/**
 * @importspy {
 *   env: {
 *     A: Json<Tree>;
 *     B: Json<{ when: Date }>;
 *     C: Json<() => void>;
 *     D: Json<{ big: bigint }>;
 *     E: Json<{ token: Secret }>;
 *     F: Json<{ "a"?: undefined; b: undefined }>;
 *     G: Json<[number, string?]>;
 *     H: Json<Record<string, number | null>>;
 *     I: Json<{ id: symbol }>;
 *     J: Json<string> | "x";
 *     K: Json<{ port: number & Maximum<"x"> }>;
 *     L: Json<any>;
 *     M: Json<never>;
 *     N: Json<"a" | 1 | null | [1, 2] | { kind: "x" } | { kind: "y"; z?: boolean }>;
 *     O: Json<Map<string, string>>;
 *     P: Json<{ a: { __proto__: string } }>;
 *     Q: Json<{ a: 1e400 }>;
 *   };
 * }
 */
export {};
