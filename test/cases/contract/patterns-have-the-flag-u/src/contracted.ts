/**
 * @importspy {
 *   env: {
 *     LETTERS: string & Pattern<"^\\p{L}+$">;
 *     ONE: string & Pattern<"^.$">;
 *     SLASH: string & Pattern<"^/[/]\\/\n\u2028$">;
 *     EMOJI: string & Pattern<"^[😀-😎]$">;
 *     EMPTY: string & Pattern<"">;
 *     QUOTE: (string & Pattern<"\"">) | (number & Maximum<5>) | (bigint & Minimum<10n>);
 *   };
 * }
 */
export const ready = true;
