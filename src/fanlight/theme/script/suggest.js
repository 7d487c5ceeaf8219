// Shows suggestions under a search box while somebody types. The box is an ordinary form without it.
// The pattern is the combobox of ARIA 1.2 with a list: the focus stays in the box, the arrows choose.
"use strict";
for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  const kept = new Map();
  let options = [];
  let at = -1;
  let typed = box.value;
  let waiting = 0;

  list.id = `${box.id}-list`;
  list.className = "fl-suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.list);
  said.className = "usa-sr-only";
  said.setAttribute("role", "status");
  box.after(list);
  // Outside the row of the form, whose parts stand side by side.
  box.form.append(said);
  // A search box may not be a combobox by the rules of HTML; one for text may.
  box.type = "text";
  box.inputMode = "search";
  for (const [name, value] of [
    ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"],
  ]) box.setAttribute(name, value);

  const close = () => {
    clearTimeout(waiting);
    list.hidden = true;
    options = [];
    at = -1;
    list.replaceChildren();
    said.textContent = "";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const take = (option) => {
    box.value = option.textContent;
    close();
    box.form.requestSubmit();
  };

  const go = (to) => {
    options[at]?.setAttribute("aria-selected", "false");
    // One step before the first and after the last is the box itself, with what was typed.
    at = to < -1 ? options.length - 1 : to >= options.length ? -1 : to;
    const option = options[at];
    box.value = option ? option.textContent : typed;
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  };

  const show = (found) => {
    close();
    if (!found.length || document.activeElement !== box) return;
    options = found.map(({ text, lang }, number) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${number}`;
      option.textContent = text;
      if (lang) option.lang = lang;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.addEventListener("click", () => take(option));
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    said.textContent = found.length === 1 ? box.dataset.one : box.dataset.many.replace("{}", found.length);
  };

  const ask = async () => {
    const words = box.value.trim();
    if (words.length < 2) return close();
    try {
      if (!kept.has(words)) {
        const answer = await fetch(`${box.dataset.suggest}&q=${encodeURIComponent(words)}`, { credentials: "omit" });
        kept.set(words, answer.ok ? (await answer.json()).suggestions : []);
      }
      // A late answer to what has been typed over is of no use.
      if (box.value.trim() === words) show(kept.get(words));
    } catch {
      close();
    }
  };

  box.addEventListener("input", () => {
    typed = box.value;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (options.length) go(at + (event.key === "ArrowDown" ? 1 : -1));
      else ask();
    } else if (event.key === "Escape" && options.length) {
      event.preventDefault();
      box.value = typed;
      close();
    } else if (event.key === "Enter") {
      if (options[at]) {
        event.preventDefault();
        take(options[at]);
      } else close();
    }
  });
  box.addEventListener("blur", close);
  // The press of a mouse or finger must not take the focus from the box before the choice is made.
  list.addEventListener("mousedown", (event) => event.preventDefault());
}
