import { FIELD_OPTIONS } from "../../../fields.js";

/** The options of `importspy check`. */
export const CHECK_OPTIONS = {
  entry: { type: "string", placeholder: "file", description: "Judge only the contracts of what this file imports" },
  format: {
    type: "string",
    choices: ["human", "json", "github", "junit", "sarif"],
    description: "How to report, by default for people",
  },
  ...FIELD_OPTIONS,
} as const;
