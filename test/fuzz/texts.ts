/** Random texts of variables: near what a type admits, and at the edges of everything. */
import { INTEGERS } from "./contracts.ts";
import { decimalOf, numeralOf } from "./decimals.ts";
import type { Random } from "./random.ts";
import type { Tag, Type } from "./types.ts";

/** Where numerals begin to be read as infinite, and just before. */
const LARGEST = [String(2n ** 1024n - 2n ** 970n), `-000${2n ** 1024n - 2n ** 970n - 1n}.9`, `1${"0".repeat(308)}`];

const EDGES = [
  ...[
    "",
    " ",
    "0",
    "-0",
    "1",
    "-1",
    "00",
    "007",
    "-007",
    "0.0",
    "-0.0",
    "1.0",
    "1.50",
    ".5",
    "5.",
    "1.2.3",
    "--1",
    "-",
  ],
  ...[
    "+1",
    "1e3",
    "1E3",
    "0x10",
    "0b1",
    "0o7",
    "1_000",
    "1n",
    "1,5",
    " 1",
    "1 ",
    "\t1",
    "1\n",
    "\n1",
    "1\u2028",
    "٣",
    "１",
  ],
  ...["true", "false", "TRUE", "True", "yes", "null", "undefined", "NaN", "Infinity", "-Infinity", "{}", "[]", '"a"'],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "a",
    "ab",
    "abc",
    "A",
    "é",
    "ß",
    "😀",
    "😀😀",
    "😎",
    "\ud83d",
    "\ude00",
    "a\ud83d",
  ],
  ...["\0", "\r\n", "\u2028", "*/", "\\", "/", "`", "${a}", "a | b", "foo", "a foo b", "a\nb", "xa1"],
  ...[
    "9".repeat(308),
    "9".repeat(309),
    "-1".padEnd(310, "0"),
    `0.${"0".repeat(400)}1`,
    "0".repeat(400),
    "a".repeat(64),
  ],
  ...[`${"0".repeat(320)}5`, `1.${"0".repeat(30)}`, `1.${"0".repeat(30)}1`, `0.${"9".repeat(30)}`, "1e400", "1e-400"],
  ...LARGEST,
  String(-(2n ** 128n - 2n ** 103n)),
  `${2n ** 128n - 2n ** 103n - 1n}.9`,
  ...INTEGERS.map(String),
];

const FORMATTED: Readonly<Record<string, readonly string[]>> = {
  byte: ["AAAA", "AA==", "AAA=", "ab+/", "AAAA\nAAAA", "A"],
  date: ["2024-02-29", "2023-02-29", "1900-02-29", "0000-02-29", "2024-12-31", "2024-04-31", "2024-00-10"],
  "date-time": [
    "2024-02-29T12:30:45Z",
    "2024-02-30T12:30:45Z",
    "2024-01-01 00:00:00.123456789012+01:30",
    "2024-01-01t23:59:59z",
  ],
  duration: ["P1Y2M3DT4H5M6S", "PT1S", "P7W", "P", "PT", "P1Y1D", "P1W1D", "P1YT"],
  email: ["a@b.cd", "a.b+c@x-y.example", "a@b", "a..b@c.de", "a@-b.cd"],
  hostname: [
    "localhost",
    "a.b.c.",
    "x-y.example",
    `${"a".repeat(63)}.b`,
    `${"a".repeat(64)}.b`,
    `${"a.".repeat(126)}a`,
    `${"a.".repeat(127)}`,
  ],
  "idn-email": ["ü@ö.de", '"a b"@c.de', '"a"b@c"@d.ef', "a@b.c", "a@b.cd"],
  "idn-hostname": ["münchen.de", "日本", "a\u3000b", "xn--p1ai.", "-é", "é-", "a_b", "\u00a1", "\u00a0"],
  ipv4: ["1.2.3.4", "255.255.255.255", "256.1.1.1", "01.2.3.4", "1.2.3"],
  ipv6: [
    "::",
    "::1",
    "1:2:3:4:5:6:7:8",
    "1::8",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1:2:3:4::5:6:7:8",
    "::ffff:1.2.3.4",
    "1:2::3:4:5:1.2.3.4",
    "1:2:3:4:5:6:1.2.3.4",
    "fe80::1%eth0",
    "12345::",
  ],
  iri: ["http://ü.de/ö?ü#ü", "a:", "http://x/\ue000", "http://x?\ue000", "é:a", "a:\u{1f600}"],
  "iri-reference": ["ö", "//ü", "?\ue000", "\ufffe", "#\u{e0001}", "a b"],
  "json-pointer": ["", "/", "/a/b", "/a~0b~1", "/a~2", "a", "/~"],
  regex: ["^a$", "(", "[a-z]", "\\p{L}", "a{2", "*"],
  "relative-json-pointer": ["0", "1/a", "0#", "01", "10#", "1#a", "/a"],
  time: [
    "00:00:00Z",
    "23:59:59.5+23:59",
    "23:59:60Z",
    "24:00:00Z",
    "12:00:00",
    "12:00:00+0100",
    "12:00:00.Z",
    "12:00:00-24:00",
  ],
  uri: [
    "a:b",
    "http://x.y/z?q#f",
    "postgres://user@[::1]:5432/db",
    "a:/[::1]",
    "a:",
    "a:?b",
    "a:#b",
    "http://[v1.x]",
    "http://a:b",
    "a:%zz",
    "a:[",
    "localhost",
    "a://[::1]x",
    "a://@[::1]:?",
    "a:///[::1]",
    "1a:b",
    "a://u:p@[::]/[",
    "mailto:a@b",
  ],
  "uri-reference": [
    "",
    "a",
    "/a",
    "//h:80/x",
    "//h:x",
    "1:2",
    "./1:2",
    ":a",
    "?q",
    "#f",
    "//[::1",
    "//[v1.a]",
    '"',
    "//a@b@c",
    "//a@[::]:",
  ],
  "uri-template": [
    "/a{/b}",
    "{a.b}",
    "{a..b}",
    "{+a,b*}",
    "{a:10}",
    "{a:0}",
    "{a:10000}",
    "{}",
    "}",
    "{é}",
    "%41",
    "{%41}",
    "'",
  ],
  url: [
    "http://a.bc",
    "https://user:p@s@a.bc:80/x y",
    "ftp://10.0.0.1",
    "http://8.8.8.8",
    "http://8.08.8.8",
    "http://a-b.cd",
    "http://a--b.cd",
    "http://é.éé",
    "HTTP://A.BC/",
    "http\u017f://a.bc",
    "http://a.b",
    "http://a.bc:1",
    "http://172.16.1.1",
    "http://172.32.1.1",
    "http://a.bc?x",
    "http://\u{1f600}.de",
  ],
  uuid: [
    "123e4567-e89b-12d3-a456-426614174000",
    "urn:uuid:123e4567-e89b-12d3-a456-426614174000",
    "URN:UUID:123E4567-E89B-12D3-A456-426614174000",
    "123e4567e89b12d3a456426614174000",
  ],
};

const ALPHABET = [...'ab1.-/:@#?%[]{}~"+_=é \n0Z\u00a1'];

/** A text with one character more, less or another. */
function change(random: Random, text: string): string {
  const place = random.below(text.length + 1);
  const character = random.pick(ALPHABET);
  const skipped = random.below(3);
  return text.slice(0, place) + (skipped === 2 ? "" : character) + text.slice(place + Math.min(skipped, 1));
}

/** A numeral written otherwise, or beside it. */
function vary(random: Random, numeral: string): string {
  const [whole = "", fraction] = numeral.split(".");
  const unsigned = numeral.replace("-", "");
  const sign = numeral.startsWith("-") ? "-" : "";
  const long = "0".repeat(random.below(25));
  switch (random.below(14)) {
    case 0:
      return `${sign}${"0".repeat(1 + random.below(3))}${unsigned}`;
    case 1:
      return fraction === undefined ? `${numeral}.0${long}` : `${numeral}${long}`;
    case 2:
      return fraction === undefined ? `${numeral}.${long}1` : `${numeral}${long}1`;
    case 3:
      return `${BigInt(whole === "-" ? 0 : whole) - 1n}.${"9".repeat(1 + random.below(25))}`;
    case 4:
      return sign ? unsigned : `-${unsigned}`;
    case 5:
      return `+${numeral}`;
    case 6:
      return `${numeral}e0`;
    case 7:
      return random.chance(0.5) ? ` ${numeral}` : `${numeral}\n`;
    case 8:
      return String(BigInt(whole) + BigInt(random.below(5) - 2));
    case 9:
      return `${numeral}${random.below(10)}`;
    default:
      return numeral;
  }
}

const numeralText = (value: number | bigint): string => numeralOf(decimalOf(value));

function ofTag(random: Random, tag: Tag): string | undefined {
  switch (tag.tag) {
    case "MinLength":
    case "MaxLength":
      return random.pick(["a", "é", "😀"]).repeat(Math.max(0, tag.value + random.below(3) - 1));
    case "Format": {
      const text = random.pick(FORMATTED[tag.value] ?? ["a"]);
      return random.chance(0.4) ? change(random, text) : text;
    }
    case "MultipleOf": {
      const { digits, places } = decimalOf(tag.value);
      return vary(random, numeralOf({ digits: digits * BigInt(random.below(2000) - 1000), places }));
    }
    case "Type":
      return vary(random, String(random.pick(INTEGERS)));
    case "Minimum":
    case "ExclusiveMinimum":
    case "Maximum":
    case "ExclusiveMaximum":
      return vary(random, numeralText(tag.value));
    default:
      return undefined;
  }
}

/** A text near what a type admits. */
function near(random: Random, type: Type): string {
  if ("union" in type) return near(random, random.pick(type.union));
  if ("secret" in type) return near(random, type.secret);
  if ("name" in type) return near(random, type.of);
  if ("literal" in type) {
    const { literal } = type;
    if (typeof literal === "string") return random.chance(0.2) ? change(random, literal) : literal;
    return typeof literal === "boolean" ? String(literal) : vary(random, numeralText(literal));
  }
  if ("template" in type) {
    const fillers = {
      string: ["", "a", "x=y", "1", "😀", "-"],
      number: ["1", "-1.5", "007", "1e3", "+1", "9".repeat(308), ...LARGEST],
      bigint: ["1", "-12", "1.0"],
    };
    const text = type.template.map((part) => ("text" in part ? part.text : random.pick(fillers[part.hole]))).join("");
    return random.chance(0.3) ? change(random, text) : text;
  }
  if (type.kind === "boolean") return random.pick(["true", "false", "0", "1"]);
  const tag = type.tags.length ? random.pick(type.tags) : undefined;
  const text = tag && ofTag(random, tag);
  if (text !== undefined) return text;
  return type.kind === "string" ? random.pick(EDGES) : vary(random, String(random.pick(INTEGERS)));
}

function anything(random: Random): string {
  const numeral = random.times(1, 22, () => random.below(10)).join("");
  switch (random.below(4)) {
    case 0:
      return vary(random, numeral);
    case 1:
      return vary(random, `${numeral}.${random.times(1, 22, () => random.below(10)).join("")}`);
    case 2:
      return random.times(0, 6, () => random.pick(ALPHABET)).join("");
    default:
      return random
        .times(0, 3, () => random.pick(EDGES))
        .join("")
        .slice(0, 500);
  }
}

/** A random text, or `undefined` for a variable that is not set. */
export function randomText(random: Random, type: Type): string | undefined {
  const choice = random.below(100);
  if (choice < 5) return undefined;
  if (choice < 9) return "";
  if (choice < 60) return near(random, type);
  return choice < 85 ? random.pick(EDGES) : anything(random);
}
