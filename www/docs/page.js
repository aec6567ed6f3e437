// Swagger UI over this server's own /openapi.json, with FastAPI's settings, in the theme of the system.
const dark = matchMedia("(prefers-color-scheme: dark)");
const dress = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", dress);
dress();

addEventListener("DOMContentLoaded", () => {
  const { SwaggerUIBundle } = /** @type {any} */ (globalThis);
  if (!SwaggerUIBundle) {
    document.querySelector("#swagger-ui").textContent =
      "Swagger UI is not among the static files: run `npm run build:www`, then reload.";
    return;
  }
  SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger-ui",
    layout: "BaseLayout",
    deepLinking: true,
    showExtensions: true,
    showCommonExtensions: true,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset],
    // The validator badge would ask another origin.
    validatorUrl: null,
  });
});
