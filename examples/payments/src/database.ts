console.log("database: evaluated");

export function connect(): string {
  return "the database";
}
