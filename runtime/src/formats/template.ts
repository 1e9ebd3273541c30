/** At which places of a text a part may begin: 1 where it may. */
type Places = Uint8Array;

function behindText(text: string, part: string, places: Places): Places {
  const behind = new Uint8Array(text.length + 1);
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) behind[at + part.length] = places[at]!;
  return behind;
}

/** A hole of `string`. */
function behindAny(places: Places): Places {
  const first = places.indexOf(1);
  return first < 0 ? places : places.fill(1, first);
}

/** A hole of `number` or `bigint`. Of all numerals that end at a place, the one that begins last is the least. */
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
    // With more than 308 digits before its point, a numeral may be beyond the range of numbers.
    if (isWhole && isNumber && first >= 0 && at - first > 307) {
      isWhole = at - first === 308 && Number.isFinite(Number(text.slice(first, at + 1)));
    }
    isSign = character === "-" && places[at] === 1;
    if (isWhole || isFraction) behind[at + 1] = 1;
  }
  return behind;
}

/**
 * Whether a text is of a template literal type with holes of numbers: whether it can be split into the parts. Goes
 * through the text once for each part, with all places at which the part may begin: a regular expression would try the
 * ways to split it one by one.
 *
 * @param text - The text.
 * @param parts - The template: its texts, none of them empty, and the flag of `Reading` for each hole.
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
