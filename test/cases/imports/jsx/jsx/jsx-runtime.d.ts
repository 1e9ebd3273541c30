export const jsx: (name: string, properties: object) => string;
export { JSX };
declare namespace JSX {
  interface IntrinsicElements {
    [name: string]: object;
  }
}
