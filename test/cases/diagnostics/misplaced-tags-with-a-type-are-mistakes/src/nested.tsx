export function f(/** @importspy { os: "linux" } */ x: number) {
  /** @importspy { os: "linux" } */
  if (x) {
    // @importspy { os: "linux" }
  }
  return [/** @importspy { os: "linux" } */];
}
export class C {
  /**
   * @importspy { os: "linux" }
   */
  m() {}
  /** @importspy { os: "linux" } */
}
export const o = {
  /** @importspy { os: "linux" } */
};
export const text = `${/* @importspy { os: "linux" } */ "x"} /* @importspy { os: "linux" } */`;
declare namespace N {
  /** @importspy { os: "linux" } */
  const n: number;
}
export const e = (
  <p>
    {/* @importspy { os: "linux" } */}
    // @importspy is text here
  </p>
);
