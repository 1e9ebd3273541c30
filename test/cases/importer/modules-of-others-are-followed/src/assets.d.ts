/** @importspy { importer: { module: `src/sockets/${string}` } } */
declare module "*.css" {
  export default "";
}
