import type { Position, Range } from "vscode-languageserver/node";

/** How a client counts characters of a line. */
export type Encoding = "utf-8" | "utf-16" | "utf-32";

const ENCODINGS: readonly string[] = ["utf-8", "utf-16", "utf-32"] satisfies Encoding[];

/** The first encoding of a client's list that is known; without a list, it is the protocol's own. */
export function chooseEncoding(offered: readonly string[] | undefined): Encoding {
  return (offered?.find((each) => ENCODINGS.includes(each)) as Encoding | undefined) ?? "utf-16";
}

/** How many units of an encoding a character has. */
function unitsOf(character: string, encoding: Encoding): number {
  if (encoding === "utf-16") return character.length;
  return encoding === "utf-8" ? Buffer.byteLength(character) : 1;
}

/** The lines of a text as the protocol counts them: `\n`, `\r\n` and `\r` end one; to TypeScript, more do. */
export class Lines {
  readonly text: string;
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.starts = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ 0: end, index }) => index + end.length)];
  }

  /** The offset of a place; what lies behind a line's end is its end. */
  offsetAt({ line, character }: Position, encoding: Encoding): number {
    const start = this.starts[line];
    if (start === undefined) return this.text.length;
    const whole = this.text.slice(start, this.starts[line + 1]);
    const written = whole.replace(/[\r\n]+$/, "");
    if (encoding === "utf-16") return start + Math.min(character, written.length);
    let offset = start;
    let left = character;
    for (const each of written) {
      left -= unitsOf(each, encoding);
      if (left < 0) break;
      offset += each.length;
    }
    return offset;
  }

  /** The place of an offset. */
  positionAt(offset: number, encoding: Encoding): Position {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    const before = this.text.slice(this.starts[low]!, offset);
    const character =
      encoding === "utf-16"
        ? before.length
        : Array.from(before).reduce((sum, each) => sum + unitsOf(each, encoding), 0);
    return { line: low, character };
  }

  rangeOf(start: number, length: number, encoding: Encoding): Range {
    return { start: this.positionAt(start, encoding), end: this.positionAt(start + length, encoding) };
  }
}
