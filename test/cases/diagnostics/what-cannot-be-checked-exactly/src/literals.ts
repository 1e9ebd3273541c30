declare const count: () => number;
enum Computed {
  Known = 1,
  Later = count(),
}
enum Endless {
  Up = 1 / 0,
}
/** @importspy { env: { COMPUTED: Computed; ENDLESS: Endless; HUGE: 1e400 | 1 } } */
export const ready = [Computed.Known, Endless.Up];
