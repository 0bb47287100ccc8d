// Live calls: what the server sends takes the place of what is shown. Without scripts, load again.
"use strict";
(() => {
  const toEnd = (within) => {
    for (const list of within.querySelectorAll("[data-end]")) list.scrollTop = list.scrollHeight;
  };
  for (const place of document.querySelectorAll("[data-live]")) {
    const source = new EventSource(place.dataset.live);
    source.addEventListener("shown", (event) => {
      const list = place.querySelector("[data-end]");
      const read = list && list.scrollTop + list.clientHeight < list.scrollHeight - 40;
      const at = list && list.scrollTop;
      place.innerHTML = event.data;  // made and escaped by the server
      if (read) place.querySelector("[data-end]").scrollTop = at;
      else toEnd(place);
    });
    window.addEventListener("pagehide", () => source.close());
  }
  document.addEventListener("htmx:afterSwap", (event) => toEnd(event.target));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("[data-say]");
    if (form && event.detail.successful) {
      form.reset();
      form.querySelector("input:not([type=hidden])").focus();
    }
  });
  toEnd(document);
})();
