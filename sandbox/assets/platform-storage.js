/* global addEventListener, document, parent */
// Platform Storage: what a tool puts is given back to the same origin alone, while this page stays open. It stands in the
// page itself, or in a frame beside the tool's, as in Canvas.
const { subjects, fault } = document.querySelector('script[data-subjects]').dataset;
const stored = new Map();

addEventListener('message', (event) => {
  const { subject, message_id: messageId } = event.data ?? {};
  const isOurs = subject === `${subjects}put_data` || subject === `${subjects}get_data`;
  if (!isOurs || typeof messageId !== 'string' || event.source === null || fault === 'silent') return;
  send(event, {
    subject: `${subject}.response`,
    message_id: messageId,
    ...answerTo(event.origin, event.data),
  });
});

function answerTo(origin, { subject, key, value }) {
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
  if (fault === 'other-origin' && isGet) parent.postMessage({ relay: answer, to: event.origin }, '*');
  else event.source.postMessage(answer, event.origin);
}
