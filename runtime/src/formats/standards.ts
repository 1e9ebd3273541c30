/**
 * Formats that typia checks differently from their standards. The names are those of typia's tags.
 *
 * @module
 */

/** Base64 of RFC 4648, section 4, with padding. typia also accepts a longer text in which one line matches. */
export const _isFormatByte = (text: string): boolean =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);

/** A `full-date` of RFC 3339 that exists in the calendar. */
export const _isFormatDate = (text: string): boolean => {
  const [, year, month, day] = (/^(\d{4})-(0[1-9]|1[0-2])-(\d\d)$/.exec(text) ?? []).map(Number);
  // The calendar repeats every 400 years, and `Date` reads years below 100 as 19xx. Day 0 of a month is the last day of
  // the previous month.
  return year !== undefined && day! > 0 && day! <= new Date(Date.UTC(year + 400, month!, 0)).getUTCDate();
};

/** A `full-time` of RFC 3339, without leap seconds, which `Date` does not support. */
export const _isFormatTime = (text: string): boolean =>
  /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i.test(text);

/** A `date-time` of RFC 3339. A space may replace the `T`. */
export const _isFormatDateTime = (text: string): boolean =>
  _isFormatDate(text.slice(0, 10)) && /^[T ]$/i.test(text.slice(10, 11)) && _isFormatTime(text.slice(11));

/** A host name with labels that may contain characters outside of ASCII. */
export const _isFormatIdnHostname = (text: string): boolean => {
  const label = "(?!-)[^\\0-,./:-@[-`{-\\xa0\\s]{1,63}(?<!-)";
  return new RegExp(`^(?=[^]{1,253}\\.?$)${label}(?:\\.${label})*\\.?$`).test(text);
};

/** `ucschar` of RFC 3987: planes 1 to 13 without the last two characters of each. */
const UNICODE =
  "\\u{a0}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{ffef}\\u{10000}-\\u{1fffd}\\u{20000}-\\u{2fffd}\\u{30000}-\\u{3fffd}" +
  "\\u{40000}-\\u{4fffd}\\u{50000}-\\u{5fffd}\\u{60000}-\\u{6fffd}\\u{70000}-\\u{7fffd}\\u{80000}-\\u{8fffd}\\u{90000}-\\u{9fffd}" +
  "\\u{a0000}-\\u{afffd}\\u{b0000}-\\u{bfffd}\\u{c0000}-\\u{cfffd}\\u{d0000}-\\u{dfffd}\\u{e1000}-\\u{efffd}";

/** `iprivate` of RFC 3987. */
const PRIVATE = "\\u{e000}-\\u{f8ff}\\u{f0000}-\\u{ffffd}\\u{100000}-\\u{10fffd}";

/** Appendix B of RFC 3986: scheme, authority, path, query, fragment. */
const PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/;

/** A host in brackets: an IPv6 address, or an address of a later version. */
const ADDRESS = /^\[(?:([\dA-Fa-f:.]+)|[Vv][\dA-Fa-f]+\.[\w.~!$&'()*+,;=:-]+)](?::\d*)?$/;

function isReference(text: string, unicode: string, queryOnly: string): boolean {
  const [, scheme, authority = "", path = "", query = "", fragment = ""] = PARTS.exec(text) ?? [];
  const isOf = (part: string, more: string) =>
    new RegExp(`^(?:[\\w.~!$&'()*+,;=${more}${unicode}-]|%[\\dA-Fa-f]{2})*$`, "u").test(part);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const [address, sixth] = ADDRESS.exec(host) ?? [];
  return (
    // A colon in the first segment would make it a scheme.
    (scheme === undefined ? !text.startsWith(":") : /^[A-Za-z][A-Za-z\d+.-]*$/.test(scheme)) &&
    isOf(authority.slice(0, authority.length - host.length).replace(/@$/, ""), ":") &&
    (address ? !sixth || URL.canParse(`http://[${sixth}]`) : isOf(host.replace(/:\d*$/, ""), "")) &&
    isOf(path, ":@/") &&
    isOf(query, `:@/?${queryOnly}`) &&
    isOf(fragment, ":@/?")
  );
}

/** A `URI-reference` of RFC 3986. */
export const _isFormatUriReference = (text: string): boolean => isReference(text, "", "");

/** An `IRI-reference` of RFC 3987. */
export const _isFormatIriReference = (text: string): boolean => isReference(text, UNICODE, PRIVATE);

/** An `IRI` of RFC 3987: with a scheme. */
export const _isFormatIri = (text: string): boolean => /^[^:/?#]+:/.test(text) && _isFormatIriReference(text);

/** A template of RFC 6570. */
export const _isFormatUriTemplate = (text: string): boolean => {
  const character = "(?:\\w|%[\\dA-Fa-f]{2})";
  const variable = `${character}(?:\\.?${character})*(?::[1-9]\\d{0,3}|\\*)?`;
  const literal = `[!#$&(-;=?-[\\]_a-z~${UNICODE}${PRIVATE}]|%[\\dA-Fa-f]{2}`;
  return new RegExp(`^(?:${literal}|\\{[+#./;?&=,!@|]?${variable}(?:,${variable})*\\})*$`, "u").test(text);
};
