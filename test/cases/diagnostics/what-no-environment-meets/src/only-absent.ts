/** @importspy { env: { KEY: string; OTHER?: never }; packages: { pg?: undefined }; libc?: never } | { os?: never } */
export const onlyAbsent = 1;
