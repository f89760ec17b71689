// Vite takes a stylesheet as a side effect of an import, and gives a picture's address.
declare module '*.css' {}
declare module '*.svg' {
  const url: string;
  export default url;
}
