/* global document, window */
// Puts a run-time where a SCO looks for it, with what was kept for this person, and then opens the SCO.
const frame = document.querySelector('#sco');
const { commit, edition, learnerId, learnerName, record, src } = frame.dataset;
const settings = {
  lmsCommitUrl: commit,
  dataCommitFormat: 'flattened',
  commitRequestDataType: 'application/json',
};
const kept = JSON.parse(record);
const isResumed = Object.keys(kept).length > 0;

if (edition === '1.2') {
  const { Scorm12API } = await import('./scorm-again/esm/scorm12.min.js');
  window.API = new Scorm12API(settings);
  const learner = { 'cmi.core.student_id': learnerId, 'cmi.core.student_name': learnerName };
  window.API.loadFromFlattenedJSON(
    { ...kept, ...learner, ...(isResumed ? { 'cmi.core.entry': 'resume' } : {}) },
    '',
  );
} else {
  const { Scorm2004API } = await import('./scorm-again/esm/scorm2004.min.js');
  window.API_1484_11 = new Scorm2004API(settings);
  const learner = { 'cmi.learner_id': learnerId, 'cmi.learner_name': learnerName };
  window.API_1484_11.loadFromFlattenedJSON(
    { ...kept, ...learner, ...(isResumed ? { 'cmi.entry': 'resume' } : {}) },
    '',
  );
}
frame.src = src;
