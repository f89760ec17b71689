/** What a client says a file is, if it can stand in a header; else bytes. */
export function safeContentType(said: string): string {
  return /^[\w.+-]{1,100}\/[\w.+-]{1,150}$/.test(said) ? said : 'application/octet-stream';
}
