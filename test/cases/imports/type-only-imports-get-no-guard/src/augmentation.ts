declare module "./payments.js" {
  interface Payment {
    currency: string;
  }
}
export {};
