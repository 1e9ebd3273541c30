for (const name of ["m10", "m11", "m12", "m13", "m14", "m15", "m16", "m17", "m18", "m19", "m20", "m21", "m22", "m23", "m24", "n1", "n2", "n3", "n4", "n5", "others"]) {
  const outcome = await import(`./${name}.js`).then(({ a }) => a, (error: Error) => error.message);
  console.log(`${name}: ${outcome}`);
}
