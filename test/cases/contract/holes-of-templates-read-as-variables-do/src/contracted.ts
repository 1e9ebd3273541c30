/**
 * @importspy {
 *   env: {
 *     EXPONENT: `v${number}`;
 *     PLUS: `v${number}`;
 *     HEXADECIMAL: `v${number}`;
 *     WHOLE: `n${bigint}`;
 *     LONG: `${number}`;
 *     LINE: `${string}!`;
 *   };
 * }
 */
export const ready = true;
