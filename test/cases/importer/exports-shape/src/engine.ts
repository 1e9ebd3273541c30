export class Engine {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  run(): string {
    return this.name;
  }
}
