/** @importspy { os: "linux" } */
export const a = 1;
/** @importspy { os: "linux" } */
function f() {
  /** @importspy { os: "linux" } */
}
f();
