/** The options of `importspy lock`. */
export const LOCK_OPTIONS = {
  check: { type: "boolean", description: "Write nothing; exit with 1 and show the difference where there is one" },
  file: { type: "string", short: "f", placeholder: "file", description: "The lock file, by default importspy.lock.md" },
} as const;
