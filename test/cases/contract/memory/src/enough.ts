/** @importspy { memory: AtLeast<"1.5 MiB"> } */
export {};
