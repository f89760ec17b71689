/* global document, addEventListener */
// Makes the frame as high as the tool asks, within reason, as Canvas and Moodle do.
const frame = document.querySelector('iframe.tool');

addEventListener('message', (event) => {
  if (frame === null) return;
  if (event.data?.relay !== undefined) {
    frame.contentWindow.postMessage(event.data.relay, event.data.to);
    return;
  }
  if (event.source !== frame.contentWindow || event.data?.subject !== 'lti.frameResize') return;
  const height = Number(event.data.height);
  if (height > 0) frame.style.height = `${Math.min(Math.max(height, 320), 4000)}px`;
});
