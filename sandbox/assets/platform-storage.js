/* global addEventListener, document */
// Platform Storage: what a tool puts is given back to the same origin alone, while this page stays open. It stands in the
// page itself, or in a frame that the page forwards to, as in Canvas.
const { subjects, fault } = document.querySelector('script[data-subjects]').dataset;
const stored = new Map();
const known = [`${subjects}capabilities`, `${subjects}put_data`, `${subjects}get_data`, 'lti.frameResize'];

addEventListener('message', (event) => {
  const { subject, message_id: messageId } = event.data ?? {};
  if (typeof subject !== 'string' || event.source === null || !known.includes(subject)) return;
  if (typeof messageId !== 'string' || fault === 'silent') return;
  const answer = answerTo(event.origin, event.data);
  if (answer === undefined) return;
  send(event, { subject: `${subject}.response`, message_id: messageId, ...answer });
});

function answerTo(origin, { subject, key, value }) {
  if (subject === `${subjects}capabilities`) {
    const frame = window.name === '' ? undefined : { frame: window.name };
    return { supported_messages: known.map((name) => ({ subject: name, ...frame })) };
  }
  if (subject === 'lti.frameResize') return undefined;
  if (typeof key !== 'string') return { error: { code: 'bad_request', message: 'key is missing' } };
  const slot = JSON.stringify([origin, key]);
  if (subject === `${subjects}put_data`) {
    if (typeof value === 'string') stored.set(slot, value);
    else stored.delete(slot);
    return { key, value };
  }
  return { key, value: fault === 'other-value' ? 'A'.repeat(43) : stored.get(slot) };
}

// Faults for tests: another window answers, or with somebody else's message id.
function send(event, answer) {
  const isGet = answer.subject.endsWith('get_data.response');
  if (fault === 'other-message' && isGet) answer.message_id = 'another';
  if (fault === 'other-origin' && isGet) {
    parent.postMessage({ relay: answer, to: event.origin }, '*');
    return;
  }
  event.source.postMessage(answer, event.origin);
}
