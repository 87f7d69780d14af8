// On phones the text and the files go straight to the network's app, where the system offers it. The
// files are fetched beforehand: a share must follow the touch at once.
const button = document.getElementById("share");

async function fetched(address) {
  const answer = await fetch(address);
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1];
  const content = await answer.blob();
  return new File([content], name ?? "file", { type: content.type });
}

async function offer() {
  const places = Object.entries(button.dataset).filter(([key]) => key.startsWith("file"));
  const files = await Promise.all(places.map(([, address]) => fetched(address)));
  const data = { text: button.dataset.text, ...(files.length && { files }) };
  if (!navigator.canShare(data)) return;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share(data).catch(() => {}));
}

if (button && navigator.canShare && matchMedia("(pointer: coarse)").matches) offer();
