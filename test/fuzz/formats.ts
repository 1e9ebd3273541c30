/**
 * Which texts a format admits, written from docs/contract.md and the standards that it names: by hand, without the
 * expressions that are tested.
 *
 * @module
 */

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const HEXADECIMAL = `${DIGITS}abcdef`;

const isLetter = (character: string): boolean => character !== "" && LETTERS.includes(lower(character));
const isDigit = (character: string): boolean => character !== "" && DIGITS.includes(character);
const isHexadecimal = (character: string): boolean => character !== "" && HEXADECIMAL.includes(lower(character));
const isAlphanumeric = (character: string): boolean => isLetter(character) || isDigit(character);

/** ASCII letters in lower case, and all else as it is. */
function lower(character: string): string {
  return character >= "A" && character <= "Z" ? character.toLowerCase() : character;
}

const isWhiteSpace = (unit: string): boolean => unit.trim() === "";

type Test = (text: string) => boolean;

const every = (text: string, is: Test): boolean => text.split("").every(is);
const some = (text: string, is: Test): boolean => text !== "" && every(text, is);
const isNumberFrom = (text: string, least: number, most: number): boolean =>
  some(text, isDigit) && (text.length === 1 || text[0] !== "0") && Number(text) >= least && Number(text) <= most;

/** Whether a text is `first`, `mark`, `second` at one of the places of the mark. */
function isSplit(text: string, mark: string, first: Test, second: Test): boolean {
  for (let place = text.indexOf(mark); place >= 0; place = text.indexOf(mark, place + 1)) {
    if (first(text.slice(0, place)) && second(text.slice(place + mark.length))) return true;
  }
  return false;
}

function isByte(text: string): boolean {
  if (text.length % 4) return false;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return every(
    text.slice(0, text.length - padding),
    (character) => isAlphanumeric(character) || "+/".includes(character),
  );
}

function isDate(text: string): boolean {
  const parts = text.split("-");
  const [year = "", month = "", day = ""] = parts;
  if (parts.length !== 3 || !parts.every((part) => some(part, isDigit))) return false;
  if (year.length !== 4 || month.length !== 2 || day.length !== 2) return false;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const isLeap = y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1];
  return days !== undefined && d >= 1 && d <= days;
}

/** `hh:mm` or `hh:mm:ss` */
function isClock(text: string, parts: number): boolean {
  const numbers = text.split(":");
  return (
    numbers.length === parts &&
    numbers.every((number) => number.length === 2 && some(number, isDigit)) &&
    Number(numbers[0]) < 24 &&
    numbers.slice(1).every((number) => Number(number) < 60)
  );
}

function isTime(text: string): boolean {
  if (!isClock(text.slice(0, 8), 3)) return false;
  let rest = text.slice(8);
  if (rest.startsWith(".")) {
    let end = 1;
    while (isDigit(rest.charAt(end))) end++;
    if (end === 1) return false;
    rest = rest.slice(end);
  }
  return rest === "Z" || rest === "z" || ("+-".includes(rest.charAt(0)) && rest !== "" && isClock(rest.slice(1), 2));
}

/** Amounts of units in their order: `1Y2D` of `YMD`. */
function areAmounts(text: string, units: string): boolean {
  let rest = text;
  for (const unit of units) {
    let end = 0;
    while (isDigit(rest.charAt(end))) end++;
    if (end > 0 && rest.charAt(end) === unit) rest = rest.slice(end + 1);
  }
  return rest === "" && text !== "";
}

function isDuration(text: string): boolean {
  if (!text.startsWith("P")) return false;
  const [date = "", time, ...others] = text.slice(1).split("T");
  if (others.length) return false;
  if (time === undefined) return areAmounts(date, "YMD") || areAmounts(date, "W");
  return areAmounts(time, "HMS") && (date === "" || areAmounts(date, "YMD"));
}

const isLabel: Test = (text) =>
  some(text, (character) => isAlphanumeric(character) || character === "-") &&
  !text.startsWith("-") &&
  !text.endsWith("-");

const isEmailWord: Test = (text) =>
  some(text, (character) => isAlphanumeric(character) || "!#$%&'*+/=?^_`{|}~-".includes(character));

const areLabels: Test = (text) => text.split(".").length >= 2 && text.split(".").every(isLabel);
const isEmail: Test = (text) => isSplit(text, "@", (local) => local.split(".").every(isEmailWord), areLabels);

const isIdnWord: Test = (text) => some(text, (unit) => !isWhiteSpace(unit) && !'<>()[].,;:@"'.includes(unit));

const isQuoted: Test = (text) =>
  text.length >= 3 &&
  text.startsWith('"') &&
  text.endsWith('"') &&
  every(text.slice(1, -1), (unit) => !"\n\r\u2028\u2029".includes(unit));

const isIdnEmail: Test = (text) =>
  isSplit(
    text,
    "@",
    (local) => local.split(".").every(isIdnWord) || isQuoted(local),
    (domain) => {
      const words = domain.split(".");
      return words.length >= 2 && words.every(isIdnWord) && words.at(-1)!.length >= 2;
    },
  );

function isHostOf(text: string, isUnit: Test): boolean {
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  const isOfUnits = (label: string) =>
    label.length <= 63 &&
    some(label, (unit) => isUnit(unit) || unit === "-") &&
    !label.startsWith("-") &&
    !label.endsWith("-");
  return name.length <= 253 && name.split(".").every(isOfUnits);
}

const isIpv4: Test = (text) =>
  text.split(".").length === 4 && text.split(".").every((part) => isNumberFrom(part, 0, 255));

/** How many groups stand in a part of an address; `undefined` when it is not of groups. */
function countGroups(text: string, mayEndInIpv4: boolean): number | undefined {
  if (text === "") return 0;
  const parts = text.split(":");
  const last = parts.pop()!;
  const isGroup = (part: string) => part.length <= 4 && some(part, isHexadecimal);
  if (!parts.every(isGroup)) return undefined;
  if (isGroup(last)) return parts.length + 1;
  return mayEndInIpv4 && isIpv4(last) ? parts.length + 2 : undefined;
}

function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const counts = halves.map((half, index) => countGroups(half, index === halves.length - 1));
  const [first, second] = counts;
  if (first === undefined) return false;
  if (halves.length === 1) return first === 8;
  return second !== undefined && first + second <= 7;
}

const isJsonPointer: Test = (text) => {
  if (text === "") return true;
  if (!text.startsWith("/")) return false;
  return text.split("~").every((part, index) => index === 0 || part.startsWith("0") || part.startsWith("1"));
};

function isRelativeJsonPointer(text: string): boolean {
  let end = 0;
  while (isDigit(text.charAt(end))) end++;
  const number = text.slice(0, end);
  const rest = text.slice(end);
  return number !== "" && (number === "0" || number[0] !== "0") && (rest === "#" || isJsonPointer(rest));
}

function isRegex(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

function isUuid(text: string): boolean {
  const digits = text.split("").map(lower).join("").startsWith("urn:uuid:") ? text.slice(9) : text;
  const parts = digits.split("-");
  return (
    parts.map(({ length }) => length).join("-") === "8-4-4-4-12" && parts.every((part) => some(part, isHexadecimal))
  );
}

/** Without percent-encoded octets; `undefined` where one is not whole. */
function withoutOctets(text: string): string | undefined {
  const [first = "", ...rest] = text.split("%");
  return rest.every((part) => isHexadecimal(part.charAt(0)) && isHexadecimal(part.charAt(1)))
    ? first + rest.map((part) => part.slice(2)).join("")
    : undefined;
}

const UNRESERVED = "-._~";
const DELIMITERS = "!$&'()*+,;=";

/** The code points of `ucschar` in RFC 3987. */
function isUcs(character: string): boolean {
  const point = character.codePointAt(0)!;
  if (point < 0x10000) {
    return (
      (point >= 0xa0 && point <= 0xd7ff) || (point >= 0xf900 && point <= 0xfdcf) || (point >= 0xfdf0 && point <= 0xffef)
    );
  }
  if (point >= 0xe0000 && point < 0xe1000) return false;
  return point < 0xf0000 && point % 0x10000 <= 0xfffd;
}

/** The code points of `iprivate` in RFC 3987. */
function isPrivate(character: string): boolean {
  const point = character.codePointAt(0)!;
  if (point < 0x10000) return point >= 0xe000 && point <= 0xf8ff;
  return point >= 0xf0000 && point % 0x10000 <= 0xfffd;
}

/** Whether a text is of unreserved characters, delimiters, some more, and percent-encoded octets. */
function isOfParts(text: string, more: string, isOther: Test): boolean {
  const plain = withoutOctets(text);
  const isOne = (character: string) =>
    isAlphanumeric(character) || `${UNRESERVED}${DELIMITERS}${more}`.includes(character) || isOther(character);
  return plain !== undefined && [...plain].every(isOne);
}

const isScheme: Test = (text) =>
  isLetter(text.charAt(0)) && every(text, (character) => isAlphanumeric(character) || "+-.".includes(character));

/** `[…]` of an authority. */
function isAddress(text: string): boolean {
  if (!text.startsWith("[") || !text.endsWith("]")) return false;
  const inner = text.slice(1, -1);
  if (isIpv6(inner)) return true;
  return (
    lower(inner.charAt(0)) === "v" &&
    isSplit(
      inner.slice(1),
      ".",
      (version) => some(version, isHexadecimal),
      (rest) =>
        some(rest, (character) => isAlphanumeric(character) || `${UNRESERVED}${DELIMITERS}:`.includes(character)),
    )
  );
}

function isAuthority(text: string, isOther: Test): boolean {
  const end = text.indexOf("@");
  if (!isOfParts(text.slice(0, Math.max(end, 0)), ":", isOther)) return false;
  const host = text.slice(end + 1);
  const isHost: Test = (part) => isAddress(part) || isOfParts(part, "", isOther);
  if (isHost(host)) return true;
  const colon = host.lastIndexOf(":");
  return colon >= 0 && isHost(host.slice(0, colon)) && every(host.slice(colon + 1), isDigit);
}

/** RFC 3986, §4.1, and RFC 3987, §2.2. */
function isReference(text: string, needsScheme: boolean, isOther: Test, isOtherInQuery: Test): boolean {
  const [withoutFragment = "", ...fragments] = text.split("#");
  if (fragments.length > 1 || !isOfParts(fragments.join(""), ":@/?", isOther)) return false;
  const question = withoutFragment.indexOf("?");
  const query = question < 0 ? "" : withoutFragment.slice(question + 1);
  if (!isOfParts(query, ":@/?", (character) => isOther(character) || isOtherInQuery(character))) return false;
  const hierarchy = question < 0 ? withoutFragment : withoutFragment.slice(0, question);
  const isRest: Test = (rest) => {
    if (!rest.startsWith("//")) return isOfParts(rest, ":@/", isOther);
    const [authority = "", ...segments] = rest.slice(2).split("/");
    return isAuthority(authority, isOther) && isOfParts(segments.join("/"), ":@/", isOther);
  };
  const colon = hierarchy.indexOf(":");
  if (colon > 0 && isScheme(hierarchy.slice(0, colon)) && isRest(hierarchy.slice(colon + 1))) return true;
  const [firstSegment = ""] = hierarchy.split("/");
  return !needsScheme && !firstSegment.includes(":") && isRest(hierarchy);
}

const never: Test = () => false;

/** As docs/contract.md says it, not as RFC 3986 does. */
function isUri(text: string): boolean {
  const [start = "", ...fragments] = text.split("#");
  if (fragments.length > 1) return false;
  const colon = start.indexOf(":");
  if (colon < 0 || !isScheme(start.slice(0, colon))) return false;
  const areCharacters: Test = (part) => isOfParts(part, ":/?@", never);
  if (!areCharacters(fragments.join(""))) return false;
  const rest = start.slice(colon + 1);
  if (rest !== "" && !rest.startsWith("?") && areCharacters(rest)) return true;
  const open = rest.indexOf("[");
  const close = rest.indexOf("]");
  if (open < 0 || close < open) return false;
  const before = rest.slice(0, open);
  const slashes = before.startsWith("//") ? 2 : 1;
  const user = before.slice(slashes);
  const isUser =
    user === "" ||
    (user.endsWith("@") && areCharacters(user) && !["/", "?", "@"].some((mark) => user.slice(0, -1).includes(mark)));
  const behind = rest.slice(close + 1);
  let end = 0;
  if (behind.startsWith(":")) for (end = 1; isDigit(behind.charAt(end)); ) end++;
  const more = behind.slice(end);
  return (
    before.startsWith("/") &&
    isUser &&
    isAddress(rest.slice(open, close + 1)) &&
    (more === "" || more.startsWith("/") || more.startsWith("?")) &&
    areCharacters(more)
  );
}

/** RFC 6570, §2.3: names of `varchar` with dots between, perhaps with a prefix or `*`. */
function isVariable(text: string): boolean {
  const isName: Test = (name) =>
    name.split(".").every((part) => {
      const plain = withoutOctets(part);
      return (
        part !== "" &&
        plain !== undefined &&
        every(plain, (character) => isAlphanumeric(character) || character === "_")
      );
    });
  if (text.endsWith("*")) return isName(text.slice(0, -1));
  const [name = "", prefix, ...others] = text.split(":");
  const isPrefix = prefix === undefined || (prefix.length <= 4 && isNumberFrom(prefix, 1, 9999));
  return !others.length && isPrefix && isName(name);
}

function isUriTemplate(text: string): boolean {
  let rest = text;
  while (rest !== "") {
    const open = rest.indexOf("{");
    const literal = open < 0 ? rest : rest.slice(0, open);
    const plain = withoutOctets(literal);
    const isCharacter = (character: string) =>
      isAlphanumeric(character) ||
      "!#$&()*+,-./:;=?@[]_~".includes(character) ||
      isUcs(character) ||
      isPrivate(character);
    if (plain === undefined || ![...plain].every(isCharacter)) return false;
    if (open < 0) return true;
    const close = rest.indexOf("}", open);
    if (close < 0) return false;
    const expression = rest.slice(open + 1, close);
    const variables =
      "+#./;?&=,!@|".includes(expression.charAt(0)) && expression !== "" ? expression.slice(1) : expression;
    if (!variables.split(",").every(isVariable)) return false;
    rest = rest.slice(close + 1);
  }
  return true;
}

/** Characters from U+00A1 to U+FFFF. */
const isWide: Test = (character) => character >= "\u00a1" && character.length === 1;

const isUrlName: Test = (text) =>
  text
    .split("-")
    .every((part) => part !== "" && [...part].every((character) => isAlphanumeric(character) || isWide(character)));

function isUrlHost(text: string): boolean {
  const parts = text.split(".");
  const last = [...parts.at(-1)!];
  if (parts.length >= 2 && parts.slice(0, -1).every(isUrlName)) {
    if (last.length >= 2 && last.every((character) => isLetter(character) || isWide(character))) return true;
  }
  const [first = "", second = "", third = "", fourth = ""] = parts;
  const isMiddle: Test = (part) => isNumberFrom(part, 0, 255) || (part.length === 2 && some(part, isDigit));
  const isPrivateNetwork =
    ["10", "127"].includes(first) ||
    ["169.254", "192.168"].includes(`${first}.${second}`) ||
    (first === "172" && isNumberFrom(second, 16, 31));
  return (
    parts.length === 4 &&
    isNumberFrom(first, 1, 223) &&
    isMiddle(second) &&
    isMiddle(third) &&
    isNumberFrom(fourth, 1, 254) &&
    !isPrivateNetwork
  );
}

function isUrl(text: string): boolean {
  const start = ["http://", "https://", "ftp://"].find(
    (each) => text.slice(0, each.length).split("").map(lower).join("") === each,
  );
  if (start === undefined) return false;
  const isSolid: Test = (part) => [...part].every((character) => !isWhiteSpace(character));
  const isPort: Test = (part) => part.length >= 2 && part.length <= 5 && every(part, isDigit);
  const isHostAndPort: Test = (part) => isUrlHost(part) || isSplit(part, ":", isUrlHost, isPort);
  const isBehindUser: Test = (part) => {
    const slash = part.indexOf("/");
    return slash < 0 ? isHostAndPort(part) : isHostAndPort(part.slice(0, slash)) && isSolid(part.slice(slash));
  };
  const rest = text.slice(start.length);
  return isBehindUser(rest) || isSplit(rest, "@", (user) => user !== "" && isSolid(user), isBehindUser);
}

/** The tests of formats, by their names in `Format<…>`. */
export const FORMATS: Readonly<Record<string, Test>> = {
  byte: isByte,
  date: isDate,
  "date-time": (text) =>
    isDate(text.slice(0, 10)) && ["T", "t", " "].includes(text.charAt(10)) && isTime(text.slice(11)),
  duration: isDuration,
  email: isEmail,
  hostname: (text) => isHostOf(text, isAlphanumeric),
  "idn-email": isIdnEmail,
  "idn-hostname": (text) => isHostOf(text, (unit) => isAlphanumeric(unit) || (unit >= "\u00a1" && !isWhiteSpace(unit))),
  ipv4: isIpv4,
  ipv6: isIpv6,
  iri: (text) => isReference(text, true, isUcs, isPrivate),
  "iri-reference": (text) => isReference(text, false, isUcs, isPrivate),
  "json-pointer": isJsonPointer,
  password: () => true,
  regex: isRegex,
  "relative-json-pointer": isRelativeJsonPointer,
  time: isTime,
  uri: isUri,
  "uri-reference": (text) => isReference(text, false, never, never),
  "uri-template": isUriTemplate,
  url: isUrl,
  uuid: isUuid,
};

/** Whether a text is of a format. */
export const isOfFormat = (name: string, text: string): boolean => FORMATS[name]!(text);
