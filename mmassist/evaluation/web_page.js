// What a page shows of its elements. Boxes in physical pixels of the desktop; the window has no frame of the browser's own.
(ids) => {
  const ratio = window.devicePixelRatio;
  const place = (box) => [window.screenX + box.x, window.screenY + box.y, box.width, box.height].map((side) => Math.round(side * ratio));
  const report = { boxes: {}, rows: {}, clipped: [], focus: "", default: "" };
  for (const id of ids) {
    const element = document.getElementById(id);
    if (element === null) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    report.boxes[id] = place(box);
    const scrolls = element.matches("table, select");
    if (!scrolls && element.matches("input, textarea, button") && element.scrollWidth > element.clientWidth + 1) report.clipped.push(id);
    if (element.matches("textarea") && element.scrollHeight > element.clientHeight + 1) report.clipped.push(id);
    if (element.matches("select[size]")) report.rows[id] = Array.from(element.options, (_, at) => at);
    if (element.matches("table")) {
      const view = element.parentElement.getBoundingClientRect();
      report.rows[id] = Array.from(element.querySelectorAll("tr[aria-selected]"))
        .map((row, at) => [row.getBoundingClientRect(), at])
        .filter(([row]) => row.top >= view.top && row.bottom <= view.bottom + 1)
        .map(([, at]) => at);
    }
    if (element === document.activeElement || (element.matches("table") && element.contains(document.activeElement))) report.focus = id;
    if (element.matches("button[type=submit]:enabled")) report.default = id;
  }
  const root = document.documentElement;
  if (root.scrollHeight > window.innerHeight + 1 || root.scrollWidth > window.innerWidth + 1) report.clipped.push("window");
  report.client = place({ x: 0, y: 0, width: window.innerWidth, height: window.innerHeight });
  report.active = document.hasFocus();
  report.framed = window.outerWidth !== window.innerWidth || window.outerHeight !== window.innerHeight;
  return report;
}
