/** Of the author, beside those of typia. */
type Even = TagBase<{ target: "string"; kind: "even"; value: undefined; validate: "$input.length % 2 === 0" }>;
interface TagBase<Properties> {
  "typia.tag"?: Properties;
}
/**
 * @importspy {
 *   env: {
 *     ENDPOINT: string & Format<"uri">;
 *     SLUG: string & Pattern<"^[a-z\\-]+$">;
 *     NAME: string & MinLength<3> & MaxLength<5>;
 *     PORT: number & Type<"uint32"> & Minimum<1> & Maximum<65535>;
 *     RATIO: number & ExclusiveMinimum<0> & ExclusiveMaximum<1>;
 *     STEP: number & MultipleOf<5>;
 *     BIG: bigint & Type<"uint64"> & Minimum<5n>;
 *     EVEN: string & Even;
 *     CONTACT: (string & Format<"email">) | (string & Format<"uri">) | "none";
 *   };
 * }
 */
export const ready = true;
