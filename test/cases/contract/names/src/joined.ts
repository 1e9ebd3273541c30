interface WithToken {
  env: { TOKEN: string };
}
interface WithQueue {
  env: { QUEUE: string };
}
interface Deep {
  env: { DEPTH: number };
}
/** @importspy {WithToken | WithQueue} & {Deep} Note. */
export const ready = true;
