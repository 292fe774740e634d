// Ticks the countdowns between two refreshes, in the board's own time, and says so when the
// server falls silent. The wording of a span is that of monitor/board/times.py.
"use strict";

(function () {
  const root = document.documentElement;
  const pace = Number(root.dataset.pace);
  const english = root.lang === "en";
  const THIN = "\u2009";
  const UNITS = english
    ? { d: "d", h: "h", m: "min", s: "s" }
    : { d: "天", h: "小时", m: "分", s: "秒" };
  const CLOCK = new Intl.DateTimeFormat("en-GB", {
    timeZone: root.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });

  let told = Date.parse(root.dataset.now); // the board's now as the server last said it
  let toldAt = performance.now();

  function now() {
    return told + (performance.now() - toldAt) * pace;
  }

  function countdown(milliseconds) {
    const seconds = Math.floor(Math.abs(milliseconds) / 1000);
    let parts;
    if (seconds < 600) {
      parts = [[Math.floor(seconds / 60), "m"], [seconds % 60, "s"]];
    } else if (seconds <= 72 * 3600) {
      parts = [[Math.floor(seconds / 3600), "h"], [Math.floor((seconds % 3600) / 60), "m"]];
    } else {
      parts = [[Math.floor(seconds / 86400), "d"], [Math.floor((seconds % 86400) / 3600), "h"]];
    }
    if (parts[0][0] === 0) {
      parts.shift();
    } else if (parts[1][0] === 0 && parts[1][1] !== "s") {
      parts.pop();
    }
    return parts.map(([number, unit]) => number + THIN + UNITS[unit]).join(THIN);
  }

  function setText(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  function tickOne(figure, at) {
    const left = Date.parse(figure.dataset.due) - at;
    const count = figure.querySelector(".count");
    if (figure.dataset.mode === "left" && left < 0) {
      // Only the loop decides that a window is overdue; until it has, say that it is checking.
      setText(figure.querySelector(".lead"), "");
      setText(count, figure.dataset.checking);
      return;
    }
    setText(count, countdown(left));
    const ring = figure.parentElement.querySelector(".shape .fill");
    if (ring) {
      const start = Date.parse(figure.dataset.start);
      const share = (at - start) / (Date.parse(figure.dataset.due) - start);
      const percent = Math.min(100, Math.max(0, share * 100)).toFixed(1);
      ring.setAttribute("stroke-dasharray", percent + " 100");
    }
  }

  function tick() {
    const at = now();
    document.querySelectorAll(".figure[data-due]").forEach((figure) => tickOne(figure, at));
    const shown = document.getElementById("now");
    if (shown && pace !== 0) {
      setText(shown, shown.textContent.replace(/\d{2}:\d{2}$/, CLOCK.format(new Date(at))));
    }
  }

  function silent(yes) {
    document.getElementById("stale").hidden = !yes;
  }

  document.addEventListener("htmx:after:swap", (event) => {
    const context = event.detail && event.detail.ctx;
    if (context && context.response && !context.response.raw.ok) return;
    const live = document.getElementById("live");
    if (live) {
      told = Date.parse(live.dataset.now);
      toldAt = performance.now();
    }
    silent(false);
    tick();
  });
  document.addEventListener("htmx:error", () => silent(true));
  document.addEventListener("htmx:response:error", () => silent(true));

  tick();
  setInterval(tick, 1000);
})();
