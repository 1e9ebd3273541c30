console.log("journal: evaluated");
exports.name = "journal";
