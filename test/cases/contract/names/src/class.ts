export class Contract {
  declare env: { TOKEN: string };
}
/** @importspy {Contract} */
export const ready = true;
