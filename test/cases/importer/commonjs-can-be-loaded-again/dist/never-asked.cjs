for (const name of ["./payments.js", "./payments.js"]) {
  try {
    require(name);
  } catch (error) {
    console.log(error.message.split("\n")[0]);
  }
}
require("./payments.js");
