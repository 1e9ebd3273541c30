declare const count: () => number;
enum Computed {
  Known = 1,
  Later = count(),
}
enum Endless {
  Up = 1 / 0,
}
type Lost = ("auto" | "1e3") | `${number}`;
/** @importspy { env: { COMPUTED: Computed; ENDLESS: Endless; HUGE: 1e400 | 1; LOST: Lost; KEPT: "1" | "v" | `${number}` } } */
export const lost: Lost[] = [];
export const ready = [Computed.Known, Endless.Up];
