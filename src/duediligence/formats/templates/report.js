(() => {
  "use strict";
  const form = document.getElementById("filter");
  if (form) {
    const rows = [...document.querySelectorAll("#table tbody tr")];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const count = document.getElementById("count");
    const apply = () => {
      const words = form.elements.find.value.toLowerCase().split(/\s+/).filter(Boolean);
      const levels = new Set([...form.querySelectorAll("input[name=level]:checked")].map((box) => box.value));
      let shown = 0;
      rows.forEach((row, at) => {
        const fits = levels.has(row.dataset.level) && words.every((word) => texts[at].includes(word));
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      count.textContent = `${shown} of ${rows.length} shown`;
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      location.hash = button.dataset.print;
      window.print();
    });
  }
})();
