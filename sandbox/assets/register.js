/* global document, location, addEventListener */
// The tool says that its registration is over; the list shows it, pending.
const frame = document.querySelector('iframe.tool');

addEventListener('message', (event) => {
  if (event.source !== frame?.contentWindow || event.data?.subject !== 'org.imsglobal.lti.close') return;
  location.assign('/admin/tools?registered=yes');
});
