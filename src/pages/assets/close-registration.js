/* global window, document */
// Tells the LMS that opened or framed this page that the registration is over, so that it reloads its list of tools.
// Anybody may read the message: it says nothing else.
const lms = window.opener ?? window.parent;
const close = () => lms.postMessage({ subject: 'org.imsglobal.lti.close' }, '*');
document.querySelector('#close')?.addEventListener('click', close);
