import type { TagBase } from "importspy";

type Own<Validate extends string> = TagBase<{ target: "string"; kind: "own"; value: undefined; validate: Validate }>;
/**
 * @importspy {
 *   env: {
 *     NOT_UNDER_U: string & Pattern<"^\\p{Letter$">;
 *     IDENTITY_ESCAPE: string & Pattern<"^a\\-b$">;
 *     LONE_BRACE: string & Pattern<"^{$"> & MaxLength<3>;
 *     IN_AN_ALIAS: Slug;
 *     OF_ZERO: number & MultipleOf<0>;
 *     OF_ZERO_TOO: bigint & MultipleOf<0n>;
 *     INFINITE: number & Maximum<1e400>;
 *     ENDS_BEFORE_IT_BEGINS: number & Minimum<5> & Maximum<3>;
 *     OPEN_AND_EMPTY: bigint & Minimum<5n> & ExclusiveMaximum<5n>;
 *     OUTSIDE_ITS_TYPE: number & Type<"uint32"> & Maximum<-1>;
 *     NO_LENGTH: string & MinLength<3> & MaxLength<2>;
 *     DEFAULT: number & Default<3000>;
 *     MEDIA_TYPE: string & ContentMediaType<"application/json">;
 *     ITEMS: string & MinItems<1>;
 *     UNIQUE: string & UniqueItems;
 *     WAITS: string & Own<"await $input">;
 *     NOT_STRICT: string & Own<"010 < $input.length">;
 *     GOES_ON: string & Own<"$input) || (true">;
 *     THE_MODULE: string & Own<"this === undefined">;
 *     NO_FUNCTION: string & Own<"(() => arguments.length || new.target)()">;
 *     OTHER_IMPORT: string & Own<"$importInstance('a', 'b').test($input)">;
 *   };
 * }
 */
export const a: Own<"true"> = {};
type Slug = string & Pattern<"\\_">;
type Pattern<P extends string> = import("importspy").Pattern<P>;
