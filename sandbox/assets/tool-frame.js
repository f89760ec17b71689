/* global document, addEventListener */
// What the page around a tool does for it: says which messages it understands, and makes the frame as high as the tool asks,
// within reason, as Canvas does.
const frame = document.querySelector('iframe.tool');
const { subjects, target } = frame.dataset;

addEventListener('message', (event) => {
  const { data, origin, source } = event;
  if (data?.relay !== undefined) frame.contentWindow.postMessage(data.relay, data.to);
  else if (source !== frame.contentWindow || subjects === undefined) return;
  else if (data?.subject === `${subjects}capabilities`) source.postMessage(capabilities(data), origin);
  else if (data?.subject === 'lti.frameResize') resize(Number(data.height));
});

function capabilities({ subject, message_id: messageId }) {
  const storage = ['put_data', 'get_data'].map((verb) => ({
    subject: subjects + verb,
    ...(target === '_parent' ? {} : { frame: target }),
  }));
  return {
    subject: `${subject}.response`,
    message_id: messageId,
    supported_messages: [{ subject: 'lti.frameResize' }, ...(target === undefined ? [] : storage)],
  };
}

function resize(height) {
  if (height > 0) frame.style.height = `${Math.min(Math.max(height, 320), 4000)}px`;
}
