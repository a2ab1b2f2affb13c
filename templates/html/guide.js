// Zugabe: merkt sich Haken, zählt sie und zeigt, wo man gerade liest. Ohne Skripte geht alles andere auch.
(() => {
  "use strict";
  const root = document.documentElement;

  const boxes = [...document.querySelectorAll(".checklist input[id]")];
  const held = (box) => (box.type === "checkbox" ? box.checked : box.value);
  const key = "howtomake:" + root.dataset.guide;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(key)) || {};
  } catch {
    kept = {}; // some browsers keep nothing for pages opened from a file
  }
  const tallies = [...document.querySelectorAll(".checklist")]
    .filter((list) => !list.parentElement.closest(".checklist") && list.querySelector("[type=checkbox]"))
    .map((list) => {
      const tally = document.createElement("p");
      tally.className = "tally";
      tally.setAttribute("role", "status");
      list.after(tally);
      return () => {
        const all = list.querySelectorAll("[type=checkbox]").length;
        const done = list.querySelectorAll("input:checked").length;
        tally.textContent = `${done} ${root.dataset.of} ${all} ${root.dataset.done}`;
      };
    });
  const count = () => tallies.forEach((tell) => tell());
  for (const box of boxes) {
    if (Object.hasOwn(kept, box.id)) {
      if (box.type === "checkbox") box.checked = kept[box.id] === true;
      else box.value = String(kept[box.id]);
    }
    box.addEventListener("change", () => {
      kept[box.id] = held(box);
      try {
        localStorage.setItem(key, JSON.stringify(kept));
      } catch {
        // full or closed: the boxes work until the page is left
      }
      count();
    });
  }
  count();

  const bar = document.querySelector(".contents-bar details");
  bar.addEventListener("click", (event) => {
    if (event.target.closest("a")) bar.open = false;
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && bar.open) {
      bar.open = false;
      bar.querySelector("summary").focus();
    }
  });

  if (!("IntersectionObserver" in window)) return;
  const links = [...document.querySelectorAll(".contents a")];
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        const { id } = entry.target;
        for (const link of links) {
          if (decodeURIComponent(link.hash.slice(1)) === id) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      }
    },
    { rootMargin: "-20% 0px -75% 0px" },
  );
  document.querySelectorAll("section[id]").forEach((section) => seen.observe(section));
})();
