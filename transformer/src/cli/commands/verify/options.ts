/** The options of `importspy verify`. */
export type VerifyOptions = {
  conditions: { type: "string"; short: "C"; multiple: true; placeholder: "name"; description: string };
};
