/**
 * An absolute URI of RFC 3986 ({@link https://www.rfc-editor.org/rfc/rfc3986#appendix-A}), as typia's `Format<"uri">`
 * reads it. typia's own expression lists every form of an IPv6 address, which costs 4 ms on first use and a fifth of a
 * small bundle. Here the URL parser checks the address.
 */
const URI =
  /^(?=(?:[\w.~!$&'()*+,;=:@/?#[\]-]|%[\da-f]{2})*$)[a-z][a-z\d+.-]*:(?:[^?#[\]][^#[\]]*|\/\/?(?:[^@/?#[\]]*@)?\[(?:[\da-f:.]+|v[\da-f]+\.[^@/?#[\]%]+)](?::\d*)?(?:[/?][^#[\]]*)?)(?:#[^#[\]]*)?$/i;

/**
 * Whether a text is an absolute URI. typia's generated code calls it by this name.
 *
 * @param text - The text.
 * @example
 * ```ts
 * _isFormatUri("postgres://user@[::1]:5432/shop"); // true
 * _isFormatUri("localhost"); // false
 * ```
 */
export const _isFormatUri = (text: string): boolean => {
  // Not a group of the expression above: with groups it takes twice as long, and hardly any text has an address.
  const address = /\[[^vV].*]/.exec(text);
  // biome-ignore lint/style/useTemplate: it is longer in every bundle.
  return URI.test(text) && (!address || URL.canParse("ws://" + address[0]));
};
