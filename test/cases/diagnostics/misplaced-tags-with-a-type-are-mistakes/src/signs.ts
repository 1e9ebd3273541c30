/**
 * - @importspy { os: "linux" }
 * @@importspy { os: "linux" }
 */
/** * @importspy { os: "linux" } */
/**
 * {@importspy { os: "linux" } }
 * As in - @importspy { os: "linux" }
 */
export const a = 1;
