/** The author's, so that of the vocabulary is not meant. */
type Secret = "s";
/** @importspy { env: { SECRET: Secret; TOKEN: string & MinLength<1> } } */
export const ready = true;
