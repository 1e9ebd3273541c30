/** The positions of a text at which a part may start: 1 for each such position. */
type Places = Uint8Array;

function behindText(text: string, part: string, places: Places): Places {
  const behind = new Uint8Array(text.length + 1);
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) behind[at + part.length] = places[at]!;
  return behind;
}

/** A placeholder of type `string`. */
function behindAny(places: Places): Places {
  const first = places.indexOf(1);
  return first < 0 ? places : places.fill(1, first);
}

/**
 * A placeholder of type `number` or `bigint`. When several numerals end at one position, the one that starts last is
 * the smallest.
 */
function behindNumeral(text: string, isNumber: boolean, places: Places): Places {
  const behind = new Uint8Array(text.length + 1);
  let [isSign, isWhole, isPoint, isFraction] = [false, false, false, false];
  let first = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    const isDigit = character >= "0" && character <= "9";
    const isStart = isDigit && (isSign || places[at] === 1);
    isFraction = isDigit && (isPoint || isFraction);
    isPoint = isNumber && isWhole && character === ".";
    isWhole = isStart || (isDigit && isWhole);
    if (isStart) first = -1;
    if (isWhole && first < 0 && character !== "0") first = at;
    // A numeral with more than 308 digits before the point may be too large for a number.
    if (isWhole && isNumber && first >= 0 && at - first > 307) {
      isWhole = at - first === 308 && Number.isFinite(Number(text.slice(first, at + 1)));
    }
    isSign = character === "-" && places[at] === 1;
    if (isWhole || isFraction) behind[at + 1] = 1;
  }
  return behind;
}

/**
 * Whether a text matches a template literal type with number placeholders. It goes through the text once per part and
 * keeps all positions where the next part may start. A regular expression would try all ways to split the text one by
 * one.
 *
 * @param text - The text.
 * @param parts - The template: non-empty texts, and a `Reading` flag for each placeholder.
 * @example
 * ```ts
 * _isTemplate("v1.5", "v", 2); // true
 * _isTemplate("v1e5", "v", 2); // false
 * ```
 */
export const _isTemplate = (text: string, ...parts: readonly (string | number)[]): boolean => {
  let places: Places = new Uint8Array(text.length + 1);
  places[0] = 1;
  for (const part of parts) {
    if (typeof part === "string") places = behindText(text, part, places);
    else places = part === 1 ? behindAny(places) : behindNumeral(text, part === 2, places);
  }
  return places[text.length] === 1;
};
