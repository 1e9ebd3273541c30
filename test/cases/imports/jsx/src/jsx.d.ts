declare namespace JSX {
  interface IntrinsicElements {
    [name: string]: object;
  }
}
