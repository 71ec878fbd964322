/* Editions: the list lies beside the editions and is read by a script tag, because pages that are opened
   from disk may fetch nothing. Without the list the switcher shows this edition only. */
(function () {
  "use strict";
  const page = document.body.dataset;
  const select = document.getElementById("csat-editions");

  function address(edition) {
    const pages = (edition.pages || {})[page.language];
    if (!pages) return null;
    const name = pages.includes(page.page) || page.page === "search" ? page.page : "index";
    const query = page.page === "search" ? window.location.search : "";
    return "../../" + encodeURIComponent(edition.folder) + "/" + page.language + "/" + name + ".html" + query;
  }

  function isThis(edition) {
    return edition.name === page.edition && String(edition.revision) === page.revision;
  }

  function fill(editions) {
    if (!select || !Array.isArray(editions) || !editions.some(isThis)) return;
    select.replaceChildren();
    for (const edition of editions) {
      const href = address(edition);
      if (!href) continue;
      const option = document.createElement("option");
      option.value = isThis(edition) ? "" : href;
      option.selected = isThis(edition);
      option.textContent = (edition.label || {})[page.language] || edition.folder;
      select.append(option);
    }
    select.addEventListener("change", function () {
      if (select.value) window.location.assign(select.value);
    });
  }

  function loadEditions() {
    const script = document.createElement("script");
    script.src = "../../versions.js";
    script.onload = function () { fill(window.csatEditions); };
    document.head.append(script);
  }

  /* The other language opens at the same place, with the same question. */
  function keepPlace() {
    const link = document.querySelector(".csat-language");
    if (!link) return;
    link.addEventListener("click", function () {
      link.href = link.getAttribute("href").split(/[?#]/)[0] +
        (page.page === "search" ? window.location.search : "") + window.location.hash;
    });
  }

  /* A box that scrolls says so and is a stop of the tab key; its edge fades where there is more to see. */
  function scrolls(box) {
    const more = box.scrollWidth > box.clientWidth;
    if (more) box.tabIndex = 0; else box.removeAttribute("tabindex");
    box.classList.toggle("csat-more", more && box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
    box.previousElementSibling.hidden = !more;
  }

  function stops() {
    document.querySelectorAll(".csat-scroll, .csat-picture").forEach(scrolls);
  }

  function watch() {
    for (const box of document.querySelectorAll(".csat-scroll, .csat-picture")) {
      const hint = document.createElement("p");
      hint.className = "csat-swipe";
      hint.textContent = page.swipe;
      box.before(hint);
      box.addEventListener("scroll", function () { scrolls(box); }, { passive: true });
    }
    stops();
  }

  /* Under each page that was found, the place where it says what was asked for. */
  function showPlaces() {
    const results = document.getElementById("search-results");
    const asked = (new URLSearchParams(window.location.search).get("q") || "").trim();
    if (!results || !asked || !window.csatTexts) return;
    new MutationObserver(function () {
      for (const link of results.querySelectorAll("li > a")) {
        if (link.parentElement.querySelector(".csat-found")) continue;
        const name = link.getAttribute("href").split(/[?#]/)[0].replace(/\.html$/, "");
        link.after(place(window.csatTexts[name] || "", asked));
      }
    }).observe(results, { childList: true, subtree: true });
  }

  function place(text, asked) {
    const found = document.createElement("p");
    found.className = "csat-found";
    const at = text.toLowerCase().indexOf(asked.toLowerCase());
    const start = Math.max(0, at - 40);
    const end = (at < 0 ? 0 : at + asked.length) + 110;
    if (start > 0) found.append("… ");
    if (at >= 0) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(at, at + asked.length);
      found.append(text.slice(start, at), mark, text.slice(at + asked.length, end));
    } else {
      found.append(text.slice(0, end));
    }
    if (end < text.length) found.append(" …");
    return found;
  }

  /* What a chapter says of a word comes before the list of all numbers, which holds every word. */
  function rank() {
    if (window.Scorer) window.Scorer.score = (found) => (found[0] === "records" ? found[4] - 1000 : found[4]);
  }

  /* Among many names, those that hold what is typed. */
  function narrow(field) {
    const entries = Array.from(field.parentElement.querySelectorAll("li"));
    field.hidden = false;
    field.addEventListener("input", function () {
      const asked = field.value.trim().toLowerCase();
      for (const entry of entries) entry.hidden = !entry.textContent.toLowerCase().includes(asked);
    });
  }

  rank();
  document.querySelectorAll(".csat-narrow").forEach(narrow);
  loadEditions();
  showPlaces();
  keepPlace();
  watch();
  window.addEventListener("resize", stops);
  document.addEventListener("load", stops, true); // pictures that come late make their boxes scroll
})();
