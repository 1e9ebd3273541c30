/** @importspy */
export interface Generic<T> {
  env: { T: T };
}
