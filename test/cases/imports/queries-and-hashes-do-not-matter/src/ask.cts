export async function ask(name: string, load: () => unknown): Promise<void> {
  try {
    await load();
    console.log(`${name}: admitted`);
  } catch (error) {
    console.log(`${name}: ${String(error).split("\n")[0]}`);
  }
}
