declare const unique: unique symbol;
class Variables {
  declare PORT: number;
  #hidden = 1;
  hidden = () => this.#hidden;
}
/**
 * @importspy {
 *   env: { "": string; "A=B": string; [unique]: string; [Symbol.iterator]?: string; "__@A": "1"; "__#1@#A"?: "1" };
 * }
 * @importspy { env: Omit<Variables, "hidden"> & Pick<Variables, "PORT"> }
 * @importspy { env: Variables }
 */
export const a = new Variables();
