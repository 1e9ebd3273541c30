export const text = "/** @importspy { os: 'haiku' } */" + ` /**
 * @importspy { os: "haiku" }
 */`;
