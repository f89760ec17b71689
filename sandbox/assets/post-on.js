/* global document */
// Posts the page's form on at once; the button is for browsers without scripts.
document.getElementById('post-on')?.submit();
