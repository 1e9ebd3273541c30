// What test runners do when they reset modules: all of them, or the one module alone.
const reset = (...names) => {
  for (const key of Object.keys(require.cache)) {
    if (key !== __filename && (!names.length || names.some((name) => key.endsWith(name)))) delete require.cache[key];
  }
};
const attempt = (title, name) => {
  try {
    require(name);
    console.log(`${title}: loaded`);
  } catch ({ message }) {
    console.log(`${title}: ${message.split("\n")[0]}`);
  }
};
attempt("without the variable", "./app.js");
process.env.TOKEN = "set";
attempt("with it", "./app.js");
delete process.env.TOKEN;
attempt("loaded before it went", "./app.js");
reset();
attempt("evaluated again without it", "./app.js");
process.env.TOKEN = "set";
attempt("and with it", "./app.js");
delete process.env.TOKEN;
reset("app.js", "config.js");
attempt("without its sidecars", "./app.js");
attempt("an importer", "./user.js");
attempt("another importer", "./other.js");
reset("private.js");
attempt("nobody", "./private.js");
reset("user.js");
attempt("an importer again", "./user.js");
