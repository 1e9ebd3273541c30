/** @importspy { env: { TOKEN: Secret } } */
import settings from "./settings.json" with { type: "json" };

export const pay = () => settings.currency;
