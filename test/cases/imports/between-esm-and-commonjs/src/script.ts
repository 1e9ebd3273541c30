// No import and no export: a script.
import("./payments.mjs").then(({ pay }) => console.log("script:", pay()), ({ code }) => console.log("script:", code));
