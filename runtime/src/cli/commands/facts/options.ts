/** The options of `importspy facts`. */
export const FACTS_OPTIONS = {
  format: { type: "string", choices: ["text", "json"], description: "How to tell it, by default as text" },
} as const;
