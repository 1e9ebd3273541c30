interface Shape {
  side: number;
}
/**
 * @importspy {
 *   env: {
 *     A: () => void;
 *     B: null;
 *     C: any;
 *     D: unknown;
 *     E: never;
 *     F: void;
 *     G: object;
 *     H: symbol;
 *     I: string[];
 *     J: { a: 1 };
 *     K: undefined;
 *     L: string | null;
 *     M: Shape | "none";
 *     N(): void;
 *     O: string & { __brand: "o" };
 *     P: Date;
 *   };
 * }
 */
export const a: Shape[] = [];
