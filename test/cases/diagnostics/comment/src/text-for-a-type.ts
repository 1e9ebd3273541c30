/** @importspy os: "linux" */
export function a(): void {}
