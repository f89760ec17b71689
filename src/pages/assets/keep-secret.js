/* global document, location */
// Before the browser leaves for the LMS's sign-in: the secret goes into the LMS's page, or the new window is offered.
import { putData } from './platform-storage.js';

const { origin, target, key, secret, url } = document.querySelector('#storage').dataset;
if (await putData({ origin, target }, key, secret)) location.replace(url);
else document.body.classList.add('stuck');
