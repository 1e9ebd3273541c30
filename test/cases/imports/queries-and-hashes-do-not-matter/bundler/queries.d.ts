declare module "*?raw" {
  const text: string;
  export default text;
}
declare module "*?worker" {
  const PayWorker: new () => unknown;
  export default PayWorker;
}
