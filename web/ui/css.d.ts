// Vite takes a stylesheet as a side effect of an import.
declare module '*.css' {}
