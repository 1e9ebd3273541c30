import { formatLock, type LockedContract, nameOf } from "../../../artifacts.js";
import type { Paint } from "../../../cli.js";

/** The lines of a contract's section, without its title. */
function linesOf(contract: LockedContract | undefined): readonly string[] {
  if (!contract) return [];
  const text = formatLock([contract]);
  const start = text.indexOf("\n## ") + 1;
  return text.slice(text.indexOf("\n", start)).split("\n").filter(Boolean);
}

/** The lines that only the first text has, in order. Repeated lines are counted. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

const plainLine = (line: string) => line.replace(/^- /, "");

/**
 * The differences between the contracts of the lock file and those of the build, as text.
 *
 * @param before - The contracts of the lock file.
 * @param after - The contracts of the build.
 * @param paint - Colours.
 * @returns `undefined` when they are equal.
 */
export function describeDifference(
  before: readonly LockedContract[],
  after: readonly LockedContract[],
  paint: Paint,
): string | undefined {
  if (formatLock(before) === formatLock(after)) return undefined;
  const [old, current] = [before, after].map((all) => new Map(all.map((each) => [nameOf(each), each]))) as [
    Map<string, LockedContract>,
    Map<string, LockedContract>,
  ];
  const blocks = [...new Set([...old.keys(), ...current.keys()])].sort().flatMap((name) => {
    const [left, right] = [linesOf(old.get(name)), linesOf(current.get(name))];
    const [gone, added] = [without(left, right), without(right, left)];
    const isMoved = left.join("\n") !== right.join("\n");
    if (!isMoved && old.has(name) && current.has(name)) return [];
    const verb = !old.has(name) ? " (new)" : !current.has(name) ? " (gone)" : "";
    const order =
      isMoved && !gone.length && !added.length ? [paint.dim("  the order of its lines is another one")] : [];
    const lines = [
      ...gone.map((line) => paint.red(`  - ${plainLine(line)}`)),
      ...added.map((line) => paint.green(`  + ${plainLine(line)}`)),
      ...order,
    ];
    return [[`${paint.bold(name)}${verb}`, ...lines].join("\n")];
  });
  return blocks.join("\n\n");
}
