/* global window, parent, crypto, addEventListener, removeEventListener, setTimeout, clearTimeout */
// Keeps a secret in the LMS's page, where a browser gives a tool's frame no storage of its own (LTI's postMessage storage).
// Nothing goes to another origin than the one that our server names, and no other origin's answer counts.

const timeoutMs = 2000;
const prefixes = ['lti.', 'org.imsglobal.lti.'];

/** Whether the LMS keeps `value` under `key`, and gives it back. */
export async function putData(storage, key, value) {
  const put = await ask(storage, 'put_data', { key, value });
  return put?.key === key && put.value === value && (await getData(storage, key)) === value;
}

/** What the LMS keeps under `key`; undefined when there is nothing, or no answer in time. */
export async function getData(storage, key) {
  const got = await ask(storage, 'get_data', { key });
  return got?.key === key && typeof got.value === 'string' ? got.value : undefined;
}

/** The subjects that the page around ours says it understands, and the origin that says so; none when it says nothing. */
export async function askCapabilities() {
  if (parent === window) return { subjects: [], origin: undefined };
  // Anybody may read this question: it says nothing.
  const answer = await firstAnswer(
    prefixes.map((prefix) => exchange(parent, '*', { subject: `${prefix}capabilities` })),
  );
  const messages = answer?.data.supported_messages;
  const subjects = Array.isArray(messages) ? messages.map((message) => message?.subject) : [];
  return { subjects: subjects.filter((subject) => typeof subject === 'string'), origin: answer?.origin };
}

async function ask({ origin, target }, verb, message) {
  const frame = frameOf(target);
  if (frame === undefined) return undefined;
  // Older platforms have a longer name for the same; who does not know a name stays silent.
  const answers = prefixes.map((prefix) =>
    exchange(frame, origin, { ...message, subject: `${prefix}${verb}` }),
  );
  return (await firstAnswer(answers))?.data;
}

function frameOf(target) {
  if (parent === window) return undefined;
  if (target === '_parent') return parent;
  try {
    return parent.frames[target] ?? undefined;
  } catch {
    return undefined;
  }
}

async function firstAnswer(answers) {
  const answered = answers.map((answer) => answer.then((one) => one ?? Promise.reject(new Error('silent'))));
  return Promise.any(answered).catch(() => undefined);
}

/** One message and its answer: from that window's origin, with our message id and the subject that belongs to ours. */
function exchange(frame, origin, message) {
  const id = crypto.getRandomValues(new Uint32Array(4)).join('-');
  return new Promise((resolve) => {
    const end = (answer) => {
      clearTimeout(timer);
      removeEventListener('message', listen);
      resolve(answer);
    };
    const listen = ({ origin: from, source, data }) => {
      const fits = origin === '*' ? source === frame : from === origin;
      if (!fits || data?.message_id !== id || data.subject !== `${message.subject}.response`) return;
      end(data.error === undefined ? { origin: from, data } : undefined);
    };
    const timer = setTimeout(() => end(undefined), timeoutMs);
    addEventListener('message', listen);
    frame.postMessage({ ...message, message_id: id }, origin);
  });
}
