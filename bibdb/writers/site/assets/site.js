"use strict";
// The works stand in <noscript>, which a browser with scripts keeps as one text: it is cut into works once, and
// only the works that are shown become elements.
(() => {
  const SCREEN = 8; // works shown at once; the rest of a batch follows when the browser has time
  const BATCH = 120;
  const by = (id) => document.getElementById(id);
  const root = document.documentElement;
  const form = by("_form"), list = by("_list"), next = by("_next"), state = by("_status"), source = by("_all");
  const works = [], byAnchor = new Map(), sections = new Map();
  let shown = [], from = 0, upto = 0, tail = null, here = null, answer = 0;

  const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#44": "," };
  const plain = (html) => html.replace(/&(amp|lt|gt|quot|#x27|#44);/g, (_, name) => ENTITIES[name]);
  // Letters that no accent can be taken from, and what readers type for them.
  const LETTERS = { ł: "l", đ: "d", ø: "o", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th", ð: "d", ħ: "h", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "‐": "-" };
  const fold = (text) => /^[\x00-\x7f]*$/.test(text) ? text.toLowerCase()
    : text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łđøıßæœþðħ’‘“”–—‑‐]/g, (letter) => LETTERS[letter]);

  // ------------------------------------------------------------ the index

  function read(text) {
    const pattern = /<section id="([^"]*)" data-path="([^"]*)"><h2>([\s\S]*?)<\/h2>|<article id="([^"]*)"([^>]*)>([\s\S]*?)<\/article>/g;
    let match, section = null;
    while ((match = pattern.exec(text))) {
      if (match[1] !== undefined) {
        section = { anchor: plain(match[1]), path: plain(match[2]), html: match[3] };
        sections.set(section.anchor, section);
      } else {
        const said = {};
        for (const [, name, , value] of match[5].matchAll(/data-(\w)(="([^"]*)")?/g)) said[name] = value === undefined ? "1" : plain(value);
        const work = {
          place: works.length, anchor: plain(match[4]), html: match[0], section, text: null, authors: null, title: null,
          year: said.y || "", venue: said.v || "", kind: said.t || "", code: Boolean(said.k),
          categories: (said.c || "").split(" "), sections: (said.s || "").split(" "),
        };
        works.push(work);
        byAnchor.set(work.anchor, work);
      }
    }
  }

  const namesOf = (work) => ((/<p class="by">([^<]*)</.exec(work.html) || ["", ""])[1]).split(", ").map(plain);
  const authors = (work) => work.authors ??= fold(namesOf(work).join("\n"));
  const title = (work) => work.title ??= fold(plain((/<h3>([\s\S]*?)<\/h3>/.exec(work.html) || ["", ""])[1].replace(/<[^>]*>/g, "")));

  function textOf(work) {
    if (work.text === null) {
      const html = work.html.replace(/<details class="bib">[\s\S]*?<\/details>/, " ");
      work.text = fold(plain(html.replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ") + " " + work.venue + " " + work.categories.join(" "));
    }
    return work.text;
  }

  // The texts are folded while nothing else is to do; a search that comes earlier folds what is missing.
  const idle = window.requestIdleCallback || ((run) => setTimeout(() => run({ timeRemaining: () => 8 }), 16));
  function index(place) {
    idle((deadline) => {
      while (place < works.length && deadline.timeRemaining() > 1) { textOf(works[place]); authors(works[place]); place += 1; }
      if (place < works.length) index(place);
      else root.dataset.indexed = String(works.length);
    });
  }

  // ------------------------------------------------------------ filters

  const words = (text) => {
    const found = [];
    for (const [, phrase, word] of fold(text).matchAll(/"([^"]+)"?|(\S+)/g)) if (phrase || word !== '"') found.push((phrase || word).trim());
    return found.filter(Boolean);
  };

  function wish() {
    const asked = {};
    for (const [name, value] of new FormData(form)) if (String(value).trim()) asked[name] = String(value).trim();
    return asked;
  }

  function select(asked) {
    const sought = words(asked.q || ""), named = words(asked.author || "");
    const inside = asked.section && new Set([...sections.values()]
      .filter(({ path }) => path === asked.section || path.startsWith(asked.section + " › ")).map(({ anchor }) => anchor));
    const category = asked.category;
    const found = works.filter((work) =>
      (!asked.year || work.year === asked.year) && (!asked.venue || work.venue === asked.venue)
      && (!asked.kind || work.kind === asked.kind) && (!asked.code || work.code)
      && (!inside || work.sections.some((anchor) => inside.has(anchor)))
      && (!category || work.categories.some((each) => each === category || each.startsWith(category + ".")))
      && (!named.length || named.every((word) => authors(work).includes(word)))
      && (!sought.length || sought.every((word) => textOf(work).includes(word))));
    if (asked.order === "new") found.sort((a, b) => (b.year || "0").localeCompare(a.year || "0") || a.place - b.place);
    if (asked.order === "title") found.sort((a, b) => title(a).localeCompare(title(b)));
    return found;
  }

  function apply(keep) {
    const asked = wish();
    shown = select(asked);
    const active = Object.keys(asked).some((name) => name !== "order");
    by("_clear").hidden = !active && !asked.order;
    state.textContent = !active ? `${works.length} works` : shown.length ? `${shown.length} of ${works.length} works` : "No work is like that.";
    for (const link of document.querySelectorAll("nav a")) {
      const section = sections.get(decode(link.hash));
      if (section && section.path === asked.section) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    sought = words(asked.q || "");
    begin(0);
    clearTimeout(noting);
    if (!keep) noting = setTimeout(note, 150, asked);
  }

  // The address follows when the typing pauses: browsers take their time to change it.
  let noting = 0;
  function note(asked) {
    const query = new URLSearchParams(asked).toString();
    try { history.replaceState(null, "", query ? "#?" + query : location.pathname + location.search); } catch { /* from disk */ }
  }

  // ------------------------------------------------------------ what is shown

  function begin(place) {
    list.textContent = "";
    from = upto = place;
    tail = null;
    answer += 1;
    if (place) {
      const back = document.createElement("button");
      back.type = "button";
      back.textContent = `Show the ${place} works before`;
      back.addEventListener("click", () => { begin(0); list.querySelector("article")?.focus(); });
      list.append(back);
    }
    more(SCREEN);
    fillUp(answer, place + BATCH);
  }

  // A later answer ends what an earlier one has still to show.
  function fillUp(mine, end) {
    idle(() => {
      if (mine !== answer) return;
      if (upto < Math.min(end, shown.length)) { more(SCREEN); fillUp(mine, end); } else mark();
    });
  }

  function group(work) {
    const order = form.elements.order.value;
    if (order === "title") return ["all", "Works by title"];
    return order === "new" ? [work.year, work.year || "Without a year"] : [work.section.anchor, work.section.html];
  }

  function more(count = BATCH) {
    const end = Math.min(shown.length, upto + count);
    const added = document.createElement("template");
    let open = tail && tail.dataset.group, html = "";
    for (; upto < end; upto += 1) {
      const [name, heading] = group(shown[upto]);
      if (name !== open) {
        if (html) flush(added, html);
        html = "";
        tail = document.createElement("section");
        tail.dataset.group = open = name;
        tail.innerHTML = `<h2>${heading}</h2>`;
        list.append(tail);
      }
      html += shown[upto].html;
    }
    if (html) flush(added, html);
    next.hidden = upto >= shown.length;
    if (count === BATCH) mark();
  }

  function flush(template, html) {
    template.innerHTML = html;
    for (const article of template.content.querySelectorAll("article")) {
      article.tabIndex = -1;
      const actions = article.lastElementChild;
      for (const [what, text] of [["bib", "Copy BibTeX"], ["link", "Copy link"]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.copy = what;
        button.textContent = text;
        actions.append(button);
      }
    }
    tail.append(template.content);
  }

  // Words that were sought are underlined, without touching the elements.
  let sought = [];
  function mark() {
    if (!window.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("found");
    if (!sought.length) return;
    const ranges = [], walker = document.createTreeWalker(list, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && ranges.length < 500) {
      const text = walker.currentNode.data.toLowerCase();
      if (walker.currentNode.parentNode.closest("pre, button")) continue;
      for (const word of sought) {
        const at = text.indexOf(word);
        if (at < 0 || text.length !== walker.currentNode.data.length) continue;
        const range = new Range();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + word.length);
        ranges.push(range);
      }
    }
    if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
  }

  // ------------------------------------------------------------ permalinks

  const decode = (hash) => { try { return decodeURIComponent(hash.slice(1)); } catch { return hash.slice(1); } };

  function route() {
    clearTimeout(noting);
    const target = decode(location.hash);
    if (target.startsWith("?")) { fill(new URLSearchParams(location.hash.slice(2))); apply(true); return; }
    if (sections.has(target)) { fill(new URLSearchParams({ section: sections.get(target).path })); apply(true); by("_works").focus({ preventScroll: true }); by("_works").scrollIntoView(); return; }
    if (byAnchor.has(target)) open(byAnchor.get(target));
  }

  function open(work) {
    let place = shown.indexOf(work);
    if (place < 0) { form.reset(); apply(true); place = shown.indexOf(work); }
    if (place < from || place >= upto + BATCH) begin(Math.max(0, place - 5));
    while (place >= upto) more();
    const article = by(work.anchor);
    here?.classList.remove("here");
    here = article;
    article.classList.add("here");
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "center" });
    cite(work, article);
  }

  // The work that a permalink opens is described in the head, for reference managers.
  function cite(work, article) {
    for (const old of document.head.querySelectorAll('meta[name^="citation_"]')) old.remove();
    const arxiv = article.querySelector('.on a[href^="https://arxiv.org/abs/"]');
    const said = [
      ["title", article.querySelector("h3").textContent],
      ...namesOf(work).map((name) => ["author", name]),
      ["publication_date", (article.querySelector("time")?.dateTime || "").replaceAll("-", "/")],
      [work.kind === "paper" && work.venue ? "conference_title" : "publisher", work.venue],
      ["arxiv_id", arxiv ? arxiv.textContent.replace("arXiv:", "") : ""],
      ["pdf_url", arxiv ? arxiv.href.replace("/abs/", "/pdf/") : ""],
      ["abstract_html_url", article.querySelector("h3 a")?.href],
    ];
    for (const [name, content] of said) {
      if (!content) continue;
      const meta = document.createElement("meta");
      meta.name = "citation_" + name;
      meta.content = content;
      document.head.append(meta);
    }
    document.dispatchEvent(new Event("ZoteroItemUpdated", { bubbles: true }));
  }

  function fill(asked) {
    form.reset();
    for (const [name, value] of asked) {
      const field = form.elements.namedItem(name);
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value === "1";
      else field.value = value;
    }
  }

  // ------------------------------------------------------------ actions

  async function copy(button) {
    const article = button.closest("article");
    const text = button.dataset.copy === "bib"
      ? article.querySelector("pre").textContent + "\n"
      : location.href.split("#")[0] + "#" + encodeURIComponent(article.id);
    let done = true;
    try { await navigator.clipboard.writeText(text); } catch { done = copyByHand(text); }
    button.focus();
    const label = button.textContent;
    button.textContent = done ? "Copied" : "Not copied";
    state.textContent = done ? `Copied: ${article.id}` : "The browser does not allow copying.";
    setTimeout(() => { button.textContent = label; }, 1500);
  }

  function copyByHand(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "skip";
    document.body.append(area);
    area.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch { /* not allowed */ }
    area.remove();
    return done;
  }

  function step(forth) {
    const all = [...list.querySelectorAll("article")];
    const at = all.indexOf(document.activeElement.closest("article"));
    if (forth && at === all.length - 1 && !next.hidden) { more(); step(true); return; }
    const to = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + (forth ? 1 : -1)))];
    if (to) { to.focus({ preventScroll: true }); to.scrollIntoView({ block: "nearest" }); }
  }

  const stored = (name, value) => {
    try { if (value === undefined) return localStorage.getItem(name); localStorage.setItem(name, value); } catch { /* not kept */ }
    return null;
  };

  function theme(name) {
    if (name === "auto") delete root.dataset.theme; else root.dataset.theme = name;
    by("_theme").textContent = "Theme: " + name;
    by("_theme").hidden = false;
  }

  // ------------------------------------------------------------ choices

  function choices(name, counts, order) {
    const field = form.elements.namedItem(name);
    for (const [value, count] of [...counts].filter(([value]) => value).sort(order)) field.add(new Option(`${value} (${count})`, value));
    if (field.options.length < 3) field.closest("label").hidden = true;
  }

  function offer() {
    const years = new Map(), venues = new Map(), kinds = new Map(), categories = new Map();
    const count = (map, value) => map.set(value, (map.get(value) || 0) + 1);
    for (const work of works) {
      count(years, work.year); count(venues, work.venue); count(kinds, work.kind);
      const filed = new Set(work.categories);
      for (const each of work.categories) if (each.includes(".")) filed.add(each.split(".")[0]);
      for (const each of filed) count(categories, each);
    }
    const name = (a, b) => a[0].localeCompare(b[0]), number = (a, b) => b[1] - a[1] || name(a, b);
    choices("year", years, (a, b) => -name(a, b));
    choices("venue", venues, number);
    choices("kind", kinds, number);
    choices("category", categories, name);
    const paths = new Set();
    for (const { path } of sections.values()) path.split(" › ").forEach((_, depth, parts) => paths.add(parts.slice(0, depth + 1).join(" › ")));
    for (const path of paths) {
      const parts = path.split(" › ");
      form.elements.section.add(new Option("\u2003".repeat(parts.length - 1) + parts.at(-1), path));
    }
  }

  // Names are offered by what is typed: all of them would be tens of thousands.
  function names(typed) {
    const sought = fold(typed), found = new Map();
    if (sought.length > 1) {
      for (const work of works) {
        if (!authors(work).includes(sought)) continue;
        for (const name of namesOf(work)) if (fold(name).includes(sought)) found.set(name, (found.get(name) || 0) + 1);
        if (found.size > 60) break;
      }
    }
    by("_names").replaceChildren(...[...found.keys()].slice(0, 12).map((name) => new Option(name)));
  }

  function listen() {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => { if (event.target.name === "author") names(event.target.value); apply(); });
    by("_clear").addEventListener("click", clear);
    next.addEventListener("click", () => { const last = list.querySelector("article:last-of-type"); more(); (last?.nextElementSibling || last)?.focus(); });
    list.addEventListener("click", (event) => { const button = event.target.closest("button[data-copy]"); if (button) copy(button); });
    addEventListener("hashchange", route);
    document.addEventListener("click", (event) => { const link = event.target.closest("a"); if (link && link.hash && link.hash === location.hash && link.getAttribute("href").startsWith("#")) route(); });
    by("_theme").addEventListener("click", () => {
      const order = ["auto", "light", "dark"], name = order[(order.indexOf(root.dataset.theme || "auto") + 1) % 3];
      theme(name);
      stored("bibdb-theme", name);
    });
    by("_letters").addEventListener("change", (event) => stored("bibdb-letters", event.target.checked ? "on" : "off"));
    document.addEventListener("keydown", keys);
    if (window.IntersectionObserver) new IntersectionObserver((seen) => { if (seen[0].isIntersecting && !next.hidden && upto - from >= BATCH) more(); }, { rootMargin: "600px" }).observe(next);
  }

  function clear() {
    form.reset();
    apply();
    by("_q").focus();
  }

  function keys(event) {
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "Escape" && (typing || !by("_clear").hidden)) { if (by("_clear").hidden) event.target.blur(); else clear(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !by("_letters").checked) return;
    if (event.key === "/") { event.preventDefault(); by("_q").focus(); by("_q").select(); }
    if (event.key === "j" || event.key === "k") step(event.key === "j");
  }

  // ------------------------------------------------------------ begin

  try {
    read(source.textContent);
    offer();
    listen();
    theme(stored("bibdb-theme") || "auto");
    by("_letters").checked = stored("bibdb-letters") !== "off";
    by("_keys").hidden = form.hidden = false;
    if (innerWidth < 992) by("_more").open = by("_nav").open = false;
    apply(true);
    source.remove();
    route();
    index(0);
    root.dataset.ready = "1";
  } catch (error) {
    // Whatever fails, the works are there to read.
    form.hidden = next.hidden = true;
    if (source.isConnected) list.innerHTML = source.textContent;
    throw error;
  }
})();
