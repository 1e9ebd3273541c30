/** Where it may run.
 * @importspy not on a museum's machine */
export interface Deployment {
  os: "linux" | "darwin" | "win32";
}
/** Two. */
export const two = 2;
