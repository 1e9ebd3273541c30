/** @importspy { importer: { module: `src/${string}` & Not<Uppercase<string>>; package: Uppercase<string> } } */
export const whole = 1;
