/**
 * @importspy {
 *   env: {
 *     RELEASE: string & TagBase<{
 *       target: "string";
 *       kind: "release";
 *       value: undefined;
 *       validate: `((text: string): boolean => (text as string).split("").every((letter, index = 0): boolean => (index === 0) === (letter === "v")))($input satisfies string)`;
 *     }>;
 *   };
 * }
 */
export const release = "released";
