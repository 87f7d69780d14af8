// A slider says its value while it moves: <label for="ID">… <output>0</output> …</label>.
export function startSliders() {
  document.addEventListener("input", (event) => {
    if (event.target.type !== "range") return;
    for (const label of event.target.labels) {
      const said = label.querySelector("output");
      if (said) said.value = event.target.value;
    }
  });
}
