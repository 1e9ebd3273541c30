/**
 * @importspy {
 *   importer: {
 *     module: `src/plugins/${string}`;
 *     exports: { Worker: { new (name: string, port: number): Engine; readonly version: number; create(name: string): Engine } };
 *   };
 * } A plugin exports a Worker that is an Engine.
 */
export abstract class Engine {
  protected constructor(readonly name: string) {}
  abstract run(job: string): Promise<number>;
  stop(): void {}
}
