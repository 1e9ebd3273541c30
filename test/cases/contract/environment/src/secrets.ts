/** @importspy { env: { KEY: Secret; PIN: Secret<number>; TIER: Secret<"gold" | "silver">; TOKEN: Secret<`sk_${string}`>; UNUSED?: Secret } } */
export const ready = true;
