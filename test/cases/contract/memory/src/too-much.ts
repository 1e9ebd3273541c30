/** @importspy { memory: AtLeast<"900TB"> } */
export {};
