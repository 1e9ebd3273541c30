/**
 * An absolute URI of RFC 3986 ({@link https://www.rfc-editor.org/rfc/rfc3986#appendix-A}), as typia's `Format<"uri">`
 * reads it. typia's own expression spells every form of an IPv6 address out, which costs 4 ms when it is first used and
 * a fifth of a small bundle; here the address is left to the URL parser, which is there anyway.
 */
const URI =
  /^(?=(?:[\w.~!$&'()*+,;=:@/?#[\]-]|%[\da-f]{2})*$)[a-z][a-z\d+.-]*:(?:[^?#[\]][^#[\]]*|\/\/?(?:[^@/?#[\]]*@)?\[(?:[\da-f:.]+|v[\da-f]+\.[^@/?#[\]%]+)](?::\d*)?(?:[/?][^#[\]]*)?)(?:#[^#[\]]*)?$/i;

/**
 * Whether a text is an absolute URI. The name is the one by which typia's generated code asks for it.
 *
 * @param text - The text.
 * @example
 * ```ts
 * _isFormatUri("postgres://user@[::1]:5432/shop"); // true
 * _isFormatUri("localhost"); // false
 * ```
 */
export const _isFormatUri = (text: string): boolean => {
  // Not a group of the expression above: to look for groups takes it twice as long, and hardly a text has an address.
  const address = /\[[^vV].*]/.exec(text);
  return URI.test(text) && (!address || URL.canParse(`http://${address[0]}`));
};
