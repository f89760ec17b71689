/** Lists of function words by language (ISO 639-3); only the lists are used here. */
declare module 'stopword' {
  const lists: Readonly<Record<string, unknown>>;
  export default lists;
}
