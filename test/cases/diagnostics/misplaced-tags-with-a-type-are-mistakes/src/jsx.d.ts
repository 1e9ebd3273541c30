declare namespace JSX {
  interface IntrinsicElements {
    p: object;
  }
}
declare const React: { createElement(...all: unknown[]): unknown };
