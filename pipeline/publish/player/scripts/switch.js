"use strict";
/* Film or sound, and which film: whatever is chosen goes on at the same place. */
voicehall.parts.push((player) => {
  const { root, frame } = player;
  const buttons = [...root.querySelectorAll("[data-show]")];
  const version = root.querySelector(".p-version select");
  const plate = player.part("p-plate");

  for (const button of buttons) {
    button.addEventListener("click", () => { player.show(button.dataset.show); voicehall.remember("kind", button.dataset.show); });
  }
  player.on("show", () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === player.kind()));
    if (version) version.closest("label").hidden = player.kind() !== "video";
    shape();
  });

  /* A film's own shape, once it is known; before that, the one that its page says. */
  function shape() {
    const film = player.current;
    const own = player.kind() === "video" && film.videoWidth ? film.videoWidth / film.videoHeight : 0;
    const said = (player.kind() === "video" && player.item && player.item.ratio) || 0;
    const ratio = own || said || 16 / 9;
    frame.style.setProperty("--ratio", ratio);
    frame.classList.toggle("upright", ratio < 1);
  }
  player.on("loadedmetadata", shape);

  if (version) {
    version.addEventListener("change", () => {
      const film = player.current;
      const [at, goesOn] = [player.time(), !film.paused];
      player.item.video = version.value;
      player.item.ratio = Number(version.selectedOptions[0].dataset.ratio);
      player.item.burned = version.selectedOptions[0].dataset.burned === "true";
      film.src = version.value;
      shape();
      player.seek(at);
      if (goesOn) player.play();
    });
  }

  /* In the place of a picture that there is not. */
  player.on("item", () => {
    const { title = "", under = "", picture } = player.item;
    plate.replaceChildren(...[under, title].filter(Boolean).map((text) => Object.assign(document.createElement("span"), { textContent: text })));
    plate.hidden = Boolean(picture);
  });

  player.home = () => (player.kind() === "video" ? player.current : player.part("p-play"));
});
