// Shows a page in the one tab there is, and tells where its controls are seen: called with what `WebPages` makes of a dress and a body.
(plan) => {
  const root = document.documentElement;
  for (const name of root.getAttributeNames()) root.removeAttribute(name);
  for (const [name, value] of Object.entries(plan.root)) root.setAttribute(name, value);
  for (const [name, value] of Object.entries(plan.variables)) root.style.setProperty(`--${name}`, value);
  root.style.overflow = plan.scrolls ? "" : "hidden";
  document.adoptedStyleSheets = plan.sheets.map((name) => window.dresses[name]);
  document.body.innerHTML = plan.body;
  window.scrollTo(0, 0);

  const size = (rect) => Math.max(0, rect.right - rect.left) * Math.max(0, rect.bottom - rect.top);
  const shared = (one, other) => ({
    left: Math.max(one.left, other.left), top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right), bottom: Math.min(one.bottom, other.bottom),
  });
  const around = (rects) => ({
    left: Math.min(...rects.map((rect) => rect.left)), top: Math.min(...rects.map((rect) => rect.top)),
    right: Math.max(...rects.map((rect) => rect.right)), bottom: Math.max(...rects.map((rect) => rect.bottom)),
  });
  const large = (rect) => rect.right - rect.left >= 3 && rect.bottom - rect.top >= 3;
  const shows = (element) => element.checkVisibility({opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true});

  // where the words of an element are
  const words = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      found.push(...range.getClientRects());
    }
    return found.filter(large);
  };

  // marks that a style sheet draws before or after an element
  const drawn = (element) => ["::before", "::after"].flatMap((which) => {
    const style = getComputedStyle(element, which);
    if (style.content === "none" || style.content === "normal" || style.position !== "absolute") return [];
    if (style.opacity === "0" || style.visibility === "hidden") return [];
    let holder = element;
    while (holder !== root && getComputedStyle(holder).position === "static") holder = holder.parentElement;
    const outer = holder.getBoundingClientRect(), number = (name) => parseFloat(style[name]) || 0;
    const content = style.boxSizing === "border-box" ? 0 : 1;
    const left = outer.left + holder.clientLeft + number("left") + number("marginLeft");
    const top = outer.top + holder.clientTop + number("top") + number("marginTop");
    const wide = content * (number("paddingLeft") + number("paddingRight") + number("borderLeftWidth") + number("borderRightWidth"));
    const high = content * (number("paddingTop") + number("paddingBottom") + number("borderTopWidth") + number("borderBottomWidth"));
    return [{left, top, right: left + number("width") + wide, bottom: top + number("height") + high}].filter(large);
  });

  const icons = (element) => [...element.querySelectorAll("svg[data-icon]")].map((icon) => icon.getBoundingClientRect());
  const itself = (element) => (shows(element) ? [element.getBoundingClientRect()].filter(large) : []);
  // a mark that is drawn in place of an input that is hidden, and the words beside it
  const labels = (element) => [...(element.labels || [])].filter(shows);
  const marks = (element) => labels(element).flatMap((label) => [label, ...label.querySelectorAll("[data-drawn], span")]).flatMap(
    (part) => [...(part.matches("[data-drawn]") ? [part.getBoundingClientRect()] : []), ...drawn(part)]);
  // a knob may be higher than the room that it is given, and thin bars have boxes that can be told
  const THIN = 6;
  const atLeast = ({left, top, right, bottom}, high) => {
    const middle = (top + bottom) / 2;
    return {left, right, top: Math.min(top, middle - high / 2), bottom: Math.max(bottom, middle + high / 2)};
  };
  const pieces = {
    "check box": (element) => [...itself(element), ...marks(element), ...labels(element).flatMap(words)],
    "radio button": (element) => [...itself(element), ...marks(element), ...labels(element).flatMap(words)],
    "switch": (element) => (itself(element).length ? itself(element) : marks(element)),
    "slider": (element) => (shows(element) ? [atLeast(element.getBoundingClientRect(), 16)] : []),
    "progress bar": (element) => itself(element).map((rect) => atLeast(rect, THIN)),
    "link": (element) => (shows(element) ? [...words(element), ...icons(element)] : []),
    "window title": (element) => (shows(element) ? words(element) : []),
  };

  const view = {left: 0, top: 0, right: root.clientWidth, bottom: root.clientHeight};
  const inner = (element) => {
    const rect = element.getBoundingClientRect(), left = rect.left + element.clientLeft, top = rect.top + element.clientTop;
    return {left, top, right: left + element.clientWidth, bottom: top + element.clientHeight};
  };
  const clipped = (element, rect) => {
    let seen = shared(rect, view);
    for (let outer = element.parentElement; outer && outer !== document.body && outer !== root; outer = outer.parentElement) {
      const style = getComputedStyle(outer);
      if (style.display !== "inline" && (style.overflowX !== "visible" || style.overflowY !== "visible")) seen = shared(seen, inner(outer));
    }
    return seen;
  };
  // what is laid over leaves the largest straight rest
  const covers = [...document.querySelectorAll("[data-cover]")];
  const uncovered = (element, rect) => {
    for (const cover of covers.filter((one) => !one.contains(element))) {
      const over = shared(rect, cover.getBoundingClientRect());
      if (over.right <= over.left || over.bottom <= over.top) continue;
      rect = [{...rect, right: over.left}, {...rect, left: over.right}, {...rect, bottom: over.top}, {...rect, top: over.bottom}]
        .reduce((one, other) => (size(other) > size(one) ? other : one));
    }
    return rect;
  };

  const able = [...document.querySelectorAll("[data-role]")].filter((one) => one.tabIndex >= 0 && !one.disabled && clipped(one, one.getBoundingClientRect()).bottom > 0);
  if (plan.focus !== null && able.length) able[Math.floor(plan.focus * able.length)].focus({focusVisible: true, preventScroll: true});
  else if (document.activeElement) document.activeElement.blur();

  // a row may go on beyond what scrolls: it counts as far as it could be seen at all
  const told = (element, role, rect, more) => {
    const seen = clipped(element, rect), whole = role === "list item" ? {...rect, left: seen.left, right: seen.right} : rect;
    return {role, box: uncovered(element, seen), whole: size(whole), core: null, states: [], label: "", ...more};
  };
  const states = (element) => Object.entries({
    checked: element.matches(':checked, [aria-checked="true"], [aria-pressed="true"]'),
    selected: element.matches('[aria-selected="true"]'),
    disabled: element.matches(':disabled, [aria-disabled="true"]'),
    focused: element === document.activeElement && element.matches(":focus-visible"),
  }).filter(([, holds]) => holds).map(([name]) => name);
  const label = (element) => element.getAttribute("aria-label")
    || [...(element.labels || [])].map((one) => one.innerText).join(" ").trim()
    || (element.matches("select") ? element.selectedOptions[0].text : element.matches("textarea") ? "" : (element.innerText || "").trim());

  // what a box holds at least, however little is drawn in it
  const cores = (element, role) => {
    return role === "progress bar" && element.getBoundingClientRect().height < THIN ? [atLeast(element.getBoundingClientRect(), THIN)] : [];
  };

  const found = [];
  for (const element of document.querySelectorAll("[data-role]")) {
    const role = element.dataset.role, rects = (pieces[role] || itself)(element);
    if (!rects.length) continue;
    const core = cores(element, role).map((rect) => clipped(element, rect))[0] || null;
    found.push(told(element, role, around(rects), {core, states: states(element), label: label(element)}));
  }
  for (const element of document.querySelectorAll("[data-scrolls]")) {
    const style = getComputedStyle(element), rect = inner(element), number = (name) => parseFloat(style[name]) || 0;
    const wide = element.offsetWidth - element.clientWidth - number("borderLeftWidth") - number("borderRightWidth");
    const high = element.offsetHeight - element.clientHeight - number("borderTopWidth") - number("borderBottomWidth");
    if (wide >= 3) found.push(told(element, "scroll bar", {...rect, left: rect.right, right: rect.right + wide}));
    if (high >= 3) found.push(told(element, "scroll bar", {...rect, top: rect.bottom, bottom: rect.bottom + high}));
  }
  const bar = window.innerWidth - root.clientWidth, foot = window.innerHeight - root.clientHeight;
  const edge = (rect) => ({role: "scroll bar", box: rect, whole: size(rect), core: null, states: [], label: ""});
  if (bar >= 3) found.push(edge({left: view.right, top: 0, right: view.right + bar, bottom: view.bottom}));
  if (foot >= 3) found.push(edge({left: 0, top: view.bottom, right: view.right, bottom: view.bottom + foot}));

  const main = document.querySelector("[data-main]");
  return Promise.all([...document.images].map((image) => image.decode().catch(() => null))).then(
    () => ({elements: found, main: main && shared(main.getBoundingClientRect(), view)}));
}
