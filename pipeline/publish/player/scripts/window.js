"use strict";
/* A film in a window of its own, above other programs. */
voicehall.parts.push((player) => {
  const small = player.part("p-window");
  const film = player.media.find((one) => one.tagName === "VIDEO");
  if (!film || !document.pictureInPictureEnabled || !film.requestPictureInPicture) return;
  small.addEventListener("click", () => {
    if (document.pictureInPictureElement) document.exitPictureInPicture();
    else film.requestPictureInPicture().catch(() => {});
  });
  for (const event of ["enterpictureinpicture", "leavepictureinpicture"]) {
    film.addEventListener(event, () => small.setAttribute("aria-pressed", String(event.startsWith("enter"))));
  }
  const offer = () => { small.hidden = player.kind() !== "video"; };
  player.on("show", offer);
  offer();
});
