export declare const three = 3;
//# sourceMappingURL=on-unexported.d.ts.map