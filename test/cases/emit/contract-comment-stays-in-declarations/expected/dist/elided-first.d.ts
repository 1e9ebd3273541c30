/** Joins. */
export declare const joined: string;
/**
 * Card payments.
 *
 * @importspy { os: "linux" | "darwin" | "win32" } Ask in #payments.
 */
//# sourceMappingURL=elided-first.d.ts.map