import { load } from "importspy";

/** A file that the contract does not admit. */
export const loadAs = (specifier: string) => load<{ pay(cents: number): string }>(specifier);
