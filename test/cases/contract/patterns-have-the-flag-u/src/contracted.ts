/**
 * @importspy {
 *   env: {
 *     LETTERS: string & Pattern<"^\\p{L}+$">;
 *     ONE: string & Pattern<"^.$">;
 *     SLASH: string & Pattern<"^/[/]\\/\n\u2028$">;
 *     EMOJI: string & Pattern<"^[😀-😎]$">;
 *     EMPTY: string & Pattern<"">;
 *   };
 * }
 */
export const ready = true;
