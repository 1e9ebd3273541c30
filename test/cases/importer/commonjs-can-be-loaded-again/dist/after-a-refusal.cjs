try {
  require("./payments.js");
} catch (error) {
  console.log(error.message.split("\n")[0]);
}
require("./billing/charge.js");
