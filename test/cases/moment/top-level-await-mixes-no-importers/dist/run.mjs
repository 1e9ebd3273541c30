// Imports files one after the other, or all at once: --at-once
const [mode, ...names] = process.argv.slice(2);
const attempt = (name) =>
  import(name).then(
    () => console.log(`${name}: loaded`),
    ({ message }) => console.log(`${name}: ${message.split("\n")[0]}`),
  );
if (mode === "at-once") await Promise.all(names.map(attempt));
else for (const name of names) await attempt(name);
