module.exports = { ...require("../cash.cjs") };
