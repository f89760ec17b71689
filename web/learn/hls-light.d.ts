/** The smaller build, without what our streams do not use; it has no types of its own. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
