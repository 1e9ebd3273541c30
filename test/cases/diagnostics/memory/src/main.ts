/**
 * @importspy { memory: AtLeast<"2G"> }
 * @importspy { memory: AtLeast<"lots"> }
 * @importspy { memory: AtLeast<"0B"> }
 * @importspy { memory: "2GiB" }
 * @importspy { memory: number }
 */
export {};
