// Marks the section that is being read in the navigation.

export function startSections() {
  const links = new Map(
    [...document.querySelectorAll('.top nav a[href^="#"]')].map((link) => [link.hash.slice(1), link]),
  );
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) links.get(target.id).setAttribute("aria-current", "true");
        else links.get(target.id).removeAttribute("aria-current");
      }
    },
    // The one that crosses a line in the upper half of the screen.
    { rootMargin: "-35% 0px -65% 0px" },
  );
  for (const id of links.keys()) watch.observe(document.querySelector(`#${id}`));
}
