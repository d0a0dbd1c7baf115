
"use strict";
(() => {
  const ROWS_ON_PAGE = 50;
  const ROWS_IN_PRINT = 2000;
  const [SEVERITY, RULE, FILE, LINE, COLUMN, MESSAGE, EXCERPT, RELATED, FIX, KNOWN] = Array(10).keys();
  const byId = (id) => document.getElementById(id);
  const number = (n) => n.toLocaleString("en");

  // --- light and dark

  const root = document.documentElement;
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try {
    chosen = localStorage.getItem("vaultlint-theme");
  } catch {
    // A browser may keep nothing for pages from files.
  }
  const isDark = () => (chosen === null ? prefersDark.matches : chosen === "dark");
  const showTheme = () => {
    if (chosen !== null) root.dataset.theme = chosen;
    byId("theme").textContent = isDark() ? "Light" : "Dark";
    byId("theme").setAttribute("aria-label", isDark() ? "Switch to light" : "Switch to dark");
  };
  showTheme();
  byId("theme").hidden = false;
  prefersDark.addEventListener("change", showTheme);
  byId("theme").addEventListener("click", () => {
    chosen = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("vaultlint-theme", chosen);
    } catch {
      // It holds for as long as the page is open.
    }
    showTheme();
  });

  // --- small tables, which stand in the page as they are

  const cellValue = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const value = Number(text.replaceAll(",", ""));
    return Number.isNaN(value) ? text : value;
  };
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  for (const table of document.querySelectorAll("table.sortable")) {
    for (const heading of table.tHead.querySelectorAll("th")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const column = heading.cellIndex;
        const was = heading.getAttribute("aria-sort");
        // Numbers begin with the largest, names with the first.
        const other = { ascending: "descending", descending: "ascending" }[was];
        const now = other ?? (column === 0 ? "ascending" : "descending");
        for (const each of table.tHead.querySelectorAll("th")) each.setAttribute("aria-sort", "none");
        heading.setAttribute("aria-sort", now);
        const sign = now === "ascending" ? 1 : -1;
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => sign * compare(cellValue(a, column), cellValue(b, column)));
        table.tBodies[0].append(...rows);
      });
    }
  }

  // --- the diagnostics

  if (!byId("table")) return;
  const { severities, rules, files, rows } = JSON.parse(byId("data").textContent);
  const body = byId("table").tBodies[0];
  const folders = files.map(([path]) => path.slice(0, Math.max(0, path.lastIndexOf("/"))));
  const selects = { rule: byId("rule"), family: byId("family"), folder: byId("folder") };
  const known = byId("known");
  const search = byId("search");
  const bars = [...document.querySelectorAll("button[data-filter]")];
  const toggles = [...document.querySelectorAll("button[data-severity]")];
  const NO_FOLDER = "(root of the vault)";
  let sorting = { key: "severity", descending: true };
  let found = [];
  let page = 0;

  const option = (select, value, text) => {
    const made = document.createElement("option");
    made.value = value;
    made.textContent = text;
    select.append(made);
  };
  const isUsed = { rules: new Set(), files: new Set() };
  for (const row of rows) {
    isUsed.rules.add(row[RULE]);
    isUsed.files.add(row[FILE]);
  }
  for (const [name] of rules) option(selects.rule, name, name);
  for (const family of [...new Set(rules.map(([, family]) => family))].sort()) option(selects.family, family, family);
  const withParents = new Set();
  for (const file of isUsed.files) {
    // "./" stands for the root alone: a folder is chosen together with those in it.
    if (!folders[file]) withParents.add("./");
    for (let folder = folders[file]; folder; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")))) {
      if (withParents.has(folder)) break;
      withParents.add(folder);
    }
  }
  for (const folder of [...withParents].sort()) option(selects.folder, folder, folder === "./" ? NO_FOLDER : folder);

  // What a search looks at is put together when somebody searches.
  let texts = null;
  const searchTexts = () => {
    texts ??= rows.map((row) =>
      [files[row[FILE]][0], ...rules[row[RULE]], row[MESSAGE], ...row[EXCERPT].map(([, ...parts]) => parts.join(""))]
        .join("\n")
        .toLowerCase(),
    );
    return texts;
  };

  const isInFolder = (file, wanted) =>
    wanted === "./" ? folders[file] === "" : `${folders[file]}/`.startsWith(`${wanted}/`);

  const keys = {
    severity: (a, b) => a[SEVERITY] - b[SEVERITY],
    place: () => 0,
    message: (a, b) => compare(a[MESSAGE], b[MESSAGE]),
    rule: (a, b) => a[RULE] - b[RULE],
  };
  const byPlace = (a, b) => a[FILE] - b[FILE] || a[LINE] - b[LINE] || a[COLUMN] - b[COLUMN];

  const update = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const haystacks = words.length ? searchTexts() : null;
    const rule = rules.findIndex(([name]) => name === selects.rule.value);
    const family = selects.family.value;
    const folder = selects.folder.value;
    const inFolder = folder ? files.map((_, file) => isInFolder(file, folder)) : null;
    const shown = new Set(
      toggles.filter((t) => t.getAttribute("aria-pressed") === "true").map((t) => severities.indexOf(t.dataset.severity)),
    );
    const knownOnly = known ? { new: 0, known: 1 }[known.value] : undefined;
    found = rows.filter(
      (row, i) =>
        shown.has(row[SEVERITY]) &&
        (rule < 0 || row[RULE] === rule) &&
        (!family || rules[row[RULE]][1] === family) &&
        (!inFolder || inFolder[row[FILE]]) &&
        (knownOnly === undefined || row[KNOWN] === knownOnly) &&
        (!haystacks || words.every((word) => haystacks[i].includes(word))),
    );
    const sign = sorting.descending ? -1 : 1;
    const order = keys[sorting.key];
    // By place where all else is the same; only the place itself turns round with its heading.
    found.sort((a, b) => (sorting.key === "place" ? sign * byPlace(a, b) : sign * order(a, b) || byPlace(a, b)));
    for (const bar of bars) {
      const select = selects[bar.dataset.filter];
      bar.setAttribute("aria-pressed", String(select.value !== "" && select.value === barValue(bar)));
    }
    byId("status").textContent =
      found.length === rows.length ? `${number(rows.length)} shown` : `${number(found.length)} of ${number(rows.length)} shown`;
    showPage(0);
  };

  const pages = () => Math.max(1, Math.ceil(found.length / ROWS_ON_PAGE));

  const showPage = (wanted) => {
    page = Math.min(Math.max(wanted, 0), pages() - 1);
    const first = page * ROWS_ON_PAGE;
    body.replaceChildren(...found.slice(first, first + ROWS_ON_PAGE).map(shownRow));
    byId("page").textContent = found.length
      ? `${number(first + 1)}–${number(Math.min(first + ROWS_ON_PAGE, found.length))} of ${number(found.length)}`
      : "none";
    // A button that is switched off while it has the focus would lose it.
    for (const [id, isEnd] of [["first", page === 0], ["previous", page === 0], ["next", page === pages() - 1], ["last", page === pages() - 1]]) {
      byId(id).setAttribute("aria-disabled", String(isEnd));
    }
    document.querySelector(".pages").hidden = pages() === 1;
  };

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  const fileLink = (file, line) => {
    const [path, uri] = files[file];
    const name = element("bdi", "", path.slice(folders[file] ? folders[file].length + 1 : 0));
    const link = element(uri ? "a" : "span", "", name);
    if (uri) link.href = uri;
    return [link, element("span", "line", `:${line}`)];
  };

  const excerptLine = ([line, before, marked, after]) =>
    element("div", "", element("b", "", String(line)), element("span", "", before, element("mark", "", marked || " "), after));

  const shownRow = (row) => {
    const severity = severities[row[SEVERITY]];
    const [rule, family] = rules[row[RULE]];
    const place = element("td", "", ...fileLink(row[FILE], row[LINE]));
    if (folders[row[FILE]]) place.prepend(element("bdi", "folder", folders[row[FILE]]));
    const message = element("td", "", element("bdi", "", row[MESSAGE]));
    if (row[EXCERPT].length) message.append(element("pre", `excerpt ${severity}`, ...row[EXCERPT].map(excerptLine)));
    for (const [file, line, , text] of row[RELATED]) {
      message.append(element("p", "extra", ...fileLink(file, line), " ", element("bdi", "", text)));
    }
    if (row[FIX]) {
      const [title, isSafe] = row[FIX];
      message.append(element("p", "extra fix", `${isSafe ? "--fix" : "--fix --unsafe-fixes"}: ${title}`));
    }
    const help = element("button", "rule", rule);
    help.type = "button";
    help.addEventListener("click", () => showHelp(rule));
    const first = element("td", "", element("span", `severity ${severity}`, severity));
    if (row[KNOWN]) first.append(" ", element("span", "known", "known"));
    return element("tr", "", first, place, message, element("td", "", help, element("span", "family", family)));
  };

  // --- the page of a rule

  const dialog = byId("help");
  const showHelp = (rule) => {
    byId("help-title").textContent = rule;
    byId("help-text").replaceChildren(byId(`rule-${rule}`).content.cloneNode(true));
    dialog.showModal();
    dialog.scrollTop = 0;
  };
  byId("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  // --- what the reader does

  const barValue = (bar) => (bar.dataset.filter === "folder" && bar.dataset.value === "" ? "./" : bar.dataset.value);
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(update, 120);
  });
  for (const select of [...Object.values(selects), known]) select?.addEventListener("change", update);
  for (const toggle of toggles) {
    toggle.addEventListener("click", () => {
      toggle.setAttribute("aria-pressed", String(toggle.getAttribute("aria-pressed") !== "true"));
      update();
    });
  }
  for (const bar of bars) {
    bar.addEventListener("click", () => {
      const isOn = bar.getAttribute("aria-pressed") === "true";
      selects[bar.dataset.filter].value = isOn ? "" : barValue(bar);
      update();
      if (isOn) return;
      byId("diagnostics").focus({ preventScroll: true });
      byId("diagnostics").scrollIntoView();
    });
  }
  byId("reset").addEventListener("click", () => {
    search.value = "";
    for (const select of Object.values(selects)) select.value = "";
    if (known) known.value = "new";
    for (const toggle of toggles) toggle.setAttribute("aria-pressed", "true");
    update();
  });
  for (const button of byId("table").tHead.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      const key = button.dataset.sort;
      const descending = sorting.key === key ? !sorting.descending : key === "severity";
      sorting = { key, descending };
      for (const each of byId("table").tHead.querySelectorAll("th")) each.setAttribute("aria-sort", "none");
      button.closest("th").setAttribute("aria-sort", descending ? "descending" : "ascending");
      update();
    });
  }
  const turns = { first: () => 0, previous: () => page - 1, next: () => page + 1, last: () => pages() - 1 };
  for (const [id, turn] of Object.entries(turns)) {
    byId(id).addEventListener("click", () => {
      if (byId(id).getAttribute("aria-disabled") === "true") return;
      showPage(turn());
      byId("table").scrollIntoView();
    });
  }

  // --- paper: all that the filters leave

  const print = () => {
    body.replaceChildren(...found.slice(0, ROWS_IN_PRINT).map(shownRow));
    byId("unprinted").hidden = found.length <= ROWS_IN_PRINT;
    byId("unprinted").textContent = `${number(found.length - ROWS_IN_PRINT)} more are not printed; filter the table to print them.`;
  };
  const printed = () => {
    byId("unprinted").hidden = true;
    showPage(page);
  };
  addEventListener("beforeprint", print);
  addEventListener("afterprint", printed);

  update();
})();
