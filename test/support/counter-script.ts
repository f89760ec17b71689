import { bitBox, counterBits, page as drawn } from '../../fixtures/frame-marks.ts';

const layout = { cells: counterBits + 2, pitch: bitBox(1).x - bitBox(0).x, first: bitBox(0), drawn };

/** For a page with one video: `seekTo(seconds)`, and `readNumber()` for the burnt-in number of the frame that is shown. */
export const counterScript = `
const video = document.querySelector('video');
const layout = ${JSON.stringify(layout)};
const canvas = document.createElement('canvas');
const seekTo = async (seconds) => {
  // A seek may end a moment before its frame is on the screen.
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  const ended = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
  video.currentTime = seconds;
  await Promise.all([shown, ended]);
};
const isLit = (cell) => {
  const x = (layout.first.x + cell * layout.pitch + layout.first.width / 2) * canvas.width / layout.drawn.width;
  const y = (layout.first.y + layout.first.height / 2) * canvas.height / layout.drawn.height;
  return canvas.getContext('2d', { willReadFrequently: true }).getImageData(x, y, 1, 1).data[1] > 110;
};
const readNumber = () => {
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d', { willReadFrequently: true }).drawImage(video, 0, 0);
  const bits = Array.from({ length: layout.cells - 2 }, (_, cell) => isLit(cell));
  const ones = bits.filter(Boolean).length;
  if ((ones % 2 === 1) !== isLit(layout.cells - 2)) return -1;
  return bits.reduce((sum, lit, place) => sum + (lit ? 2 ** place : 0), 0);
};`;
