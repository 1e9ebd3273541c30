/**
 * Greets in the language of the deployment.
 *
 * @importspy {
 *   runtime: { workerd: true };
 *   env: { LANGUAGE: "en" | "it" };
 * } Bindings stand in config.capnp.
 */
const words = { en: "hello", it: "ciao" };

/** The word for one language. */
export const greet = (language: keyof typeof words) => words[language];
