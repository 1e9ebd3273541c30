/** @importspy {Deployed} */
export const ready = true;

interface Deployed extends Tokened {
  env: { TOKEN: string; DEPTH: number };
}
interface Tokened {
  env: { TOKEN: string };
}
