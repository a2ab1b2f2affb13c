// Suche und Filter des Katalogs. Ohne dieses Skript zeigt die Seite alle Leitfäden.
"use strict";
(() => {
  const form = document.querySelector(".find");
  if (!form) return;
  const list = document.querySelector(".cards");
  const cards = [...list.children];
  const said = form.querySelector("[role=status]");
  const reset = form.querySelector("button");
  const nothing = document.getElementById("nichts");
  const MOST = 4; // Stellen, die eine Karte nennt

  // Wörter: dieselben Regeln, nach denen pipeline/publish/stems.py die Leitfäden zerlegt hat

  let rules = null;
  function prepare() {
    const made = ([pattern, text]) => [new RegExp(pattern, "gu"), text];
    const { folds, endings, idle, words, places, guides } = window.howtomakeSearch;
    rules = {
      folds: folds.map(made),
      endings: endings.map(made),
      idle: new Set(idle),
      words: Object.entries(words),
      places,
      guides,
    };
  }
  const apply = (text, steps) => steps.reduce((now, [pattern, by]) => now.replace(pattern, by), text);
  const wordsOf = (text) => apply(text.normalize("NFKD").toLowerCase(), rules.folds).match(/[\p{L}\p{N}]+/gu) || [];
  const stem = (word) => apply(word, rules.endings);
  window.howtomakeStems = (text) => wordsOf(text).map(stem);

  // Suche: wie gut ein Wort passt, an welchen Stellen es steht, wie viel das zusammen ergibt

  function weight(known, { whole, part }) {
    if (known === whole) return 4;
    if (known.startsWith(part)) return 2;
    return part.length > 3 && known.includes(part) ? 1 : 0;
  }
  // Als Teil eines Wortes ist ein kurzer Stamm zu wenig: „leit“ (Leiterinnen) steht auch in Leitfaden.
  function wantedOf(word) {
    const whole = stem(word);
    return { whole, part: whole.length > 4 ? whole : word };
  }
  function found(wanted) {
    const at = new Map();
    for (const [known, distances] of rules.words) {
      const good = weight(known, wanted);
      if (!good) continue;
      let place = 0;
      for (const distance of distances.split(" ")) {
        place += parseInt(distance, 36);
        at.set(place, Math.max(at.get(place) || 0, good));
      }
    }
    return at;
  }
  function search(text) {
    const all = wordsOf(text);
    const telling = all.filter((word) => !rules.idle.has(word));
    const wanted = [...new Set(telling.length ? telling : all)].map(wantedOf);
    const byGuide = new Map();
    for (const [number, one] of wanted.entries()) {
      for (const [place, good] of found(one)) {
        const [guide, section] = rules.places[place];
        const slug = rules.guides[guide];
        if (!byGuide.has(slug)) byGuide.set(slug, { words: new Set(), points: 0, places: new Map() });
        const hit = byGuide.get(slug);
        hit.words.add(number);
        hit.points += section ? good : 3 * good; // Titel, Zusammenfassung, Stichwörter zählen mehr
        if (section) hit.places.set(place, (hit.places.get(place) || 0) + good);
      }
    }
    for (const [slug, hit] of byGuide) if (hit.words.size < wanted.length) byGuide.delete(slug);
    return byGuide;
  }

  // Anzeige

  function tell(card, hit) {
    const box = card.querySelector(".hits");
    const best = hit ? [...hit.places].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST) : [];
    box.hidden = !best.length;
    box.querySelector("ul").replaceChildren(
      ...best.map(([place]) => {
        const [, section, heading] = rules.places[place];
        const item = document.createElement("li");
        const link = document.createElement(card.dataset.web ? "a" : "span");
        if (card.dataset.web) link.href = `${card.dataset.web}#${section}`;
        link.textContent = heading;
        item.append(link);
        return item;
      }),
    );
  }
  function show() {
    const text = form.elements.q.value.trim();
    const chosen = [...form.querySelectorAll("select")].filter((one) => one.value);
    const hits = text && rules ? search(text) : null;
    const fits = cards.filter(
      (card) =>
        (!hits || hits.has(card.dataset.slug)) &&
        chosen.every((one) => card.dataset[one.name].includes(`|${one.value}|`)),
    );
    for (const card of cards) {
      card.hidden = !fits.includes(card);
      tell(card, hits && hits.get(card.dataset.slug));
    }
    const points = (card) => (hits ? hits.get(card.dataset.slug)?.points || 0 : 0);
    list.append(...[...cards].sort((a, b) => points(b) - points(a)));
    const asked = Boolean(text || chosen.length);
    reset.hidden = !asked;
    nothing.hidden = fits.length > 0;
    said.textContent = `${asked ? `${fits.length} von ` : ""}${cards.length} ${cards.length === 1 ? "Leitfaden" : "Leitfäden"}`;
  }

  // Das Verzeichnis der Wörter ist groß; es kommt, sobald jemand sucht.
  let coming = null;
  function load() {
    coming ||= new Promise((done) => {
      const script = document.createElement("script");
      script.src = "search.js";
      script.onload = () => { prepare(); done(); };
      script.onerror = done;
      document.head.append(script);
    });
    return coming;
  }
  form.elements.q.addEventListener("focus", load);
  form.addEventListener("input", () => (form.elements.q.value.trim() ? load().then(show) : show()));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { show(); form.elements.q.focus(); }));

  // Eine Adresse kann sagen, wonach gesucht wird: index.html?q=Presse&thema=Recht
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    if (field && "value" in field) field.value = value;
  }
  form.hidden = false;
  if (form.elements.q.value.trim()) load().then(show);
  else show();
  addEventListener("pageshow", () => (form.elements.q.value.trim() ? load().then(show) : show()));
})();
