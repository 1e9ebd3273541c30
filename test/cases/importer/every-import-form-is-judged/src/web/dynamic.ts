const { pay } = await import("../payments.js");
console.log(pay());
