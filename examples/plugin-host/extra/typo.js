// Not a Plugin: the engine's name has a typo, and nothing starts it.
export default { name: "typo", engine: "dokcer" };
